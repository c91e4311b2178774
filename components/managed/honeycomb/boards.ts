import { createHash } from "node:crypto";
import type { Problem } from "../../core/errors.ts";
import { type Properties, sorted } from "../../provider/properties.ts";
import { type Board, LIMITS, type Panel } from "./api.ts";
import {
  type Ask,
  carries,
  idIn,
  type Kind,
  listIn,
  readAt,
  removeAt,
  lengthProblems,
  nameProblems,
} from "./kind.ts";

/** A board over one dataset. */
export interface BoardSpec extends Board {
  readonly dataset: string;
}

/** What a panel shows: a query, which can't be changed, and a name for it. */
interface Shown {
  readonly queryId: string;
  readonly annotationId: string;
}
/** By what the panel asks: a panel that asks the same keeps its query. */
type ShownByQuestion = Readonly<Record<string, Shown>>;

const PATH = "/1/boards";

/** https://api-docs.honeycomb.io/api/boards */
export const boards: Kind<BoardSpec> = {
  problems,
  identity: ({ dataset }) => dataset,
  async find(ask, spec) {
    const found = await same(ask, spec);
    return found && { id: String(found["id"]), ours: carries(found, spec.tags) };
  },
  async create(ask, spec) {
    const shown = await show(ask, spec, {});
    const made = () => same(ask, spec);
    const id = idIn(await ask({ method: "POST", path: PATH, body: bodyOf(spec, shown), made }));
    return { id, memory: { shown } };
  },
  async update(ask, id, spec, memory) {
    const before = shownIn(memory);
    const shown = await show(ask, spec, before);
    await ask({ method: "PUT", path: `${PATH}/${id}`, body: { id, ...bodyOf(spec, shown) } });
    await forget(ask, spec.dataset, before, shown);
    return { shown };
  },
  read: (ask, id) => readAt(ask, `${PATH}/${id}`),
  decides: ["name", "description", "panels", "tags"],
  async remove(ask, id, { dataset }, memory) {
    await removeAt(ask, `${PATH}/${id}`);
    await forget(ask, dataset, shownIn(memory), {});
  },
};

const shownIn = (memory: Properties): ShownByQuestion => (memory["shown"] ?? {}) as ShownByQuestion;

function questionOf({ title, description, query }: Panel): string {
  const text = JSON.stringify(sorted([title, description, query]));
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

async function same(ask: Ask, { name }: BoardSpec): Promise<Properties | undefined> {
  return listIn(await ask({ method: "GET", path: PATH })).find((other) => other["name"] === name);
}

/** Makes the queries and names that are not there yet, one after the other: limits are tight. */
async function show(ask: Ask, spec: BoardSpec, before: ShownByQuestion): Promise<ShownByQuestion> {
  const dataset = encodeURIComponent(spec.dataset);
  const shown: Record<string, Shown> = {};
  for (const panel of spec.panels) {
    const question = questionOf(panel);
    shown[question] = before[question] ?? (await makeQuery(ask, dataset, panel));
  }
  return shown;
}

async function makeQuery(ask: Ask, dataset: string, panel: Panel): Promise<Shown> {
  const { title: name, description, query } = panel;
  const queryId = idIn(await ask({ method: "POST", path: `/1/queries/${dataset}`, body: query }));
  const body = { name, description, query_id: queryId };
  const annotated = await ask({ method: "POST", path: `/1/query_annotations/${dataset}`, body });
  return { queryId, annotationId: idIn(annotated) };
}

/** Names that no panel uses any more go; queries can't be removed. */
async function forget(
  ask: Ask,
  dataset: string,
  before: ShownByQuestion,
  now: ShownByQuestion,
): Promise<void> {
  for (const [question, { annotationId }] of Object.entries(before))
    if (!(question in now))
      await removeAt(ask, `/1/query_annotations/${encodeURIComponent(dataset)}/${annotationId}`);
}

function bodyOf({ name, description, tags, panels }: BoardSpec, shown: ShownByQuestion) {
  return {
    name,
    description,
    type: "flexible",
    layout_generation: "manual",
    tags,
    panels: panels.map((panel) => ({
      type: "query",
      position: panel.position,
      query_panel: {
        query_id: shown[questionOf(panel)]?.queryId,
        query_annotation_id: shown[questionOf(panel)]?.annotationId,
        query_style: panel.style,
        visualization_settings: {
          charts: [{ chart_index: 0, chart_type: panel.chart, omit_missing_values: true }],
        },
      },
    })),
  };
}

function problems({ name, description, panels }: BoardSpec): Problem[] {
  const where = `board ${name}`;
  return [
    ...nameProblems(where, name, LIMITS.boardName),
    ...lengthProblems(where, description, LIMITS.boardDescription),
    ...panels.flatMap((panel) => [
      ...nameProblems(`${where}, panel ${panel.title}`, panel.title, LIMITS.annotationName),
      ...lengthProblems(`${where}, panel ${panel.title}`, panel.description, LIMITS.description),
    ]),
  ];
}
