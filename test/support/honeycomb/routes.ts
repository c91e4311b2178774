import type { z } from "zod";
import { type Answer, conflict, created, GONE, invalid, notFound, ok } from "./answers.ts";
import { queryRefusal, triggerRefusal } from "./query-rules.ts";
import { Annotation, Board, Column, Query, Recipient, Trigger } from "./schemas.ts";
import type { Dataset, Store } from "./store.ts";

/** A request whose key was found good. */
export interface Asked {
  readonly method: string;
  /** Decoded, after `/1/<topic>`. */
  readonly path: readonly string[];
  readonly search: URLSearchParams;
  readonly body: unknown;
}

/** What a team's plan and settings allow. */
export interface Team {
  readonly maxTriggers: number;
  readonly slack: boolean;
}

type Handle = (store: Store, asked: Asked, team: Team) => Answer;

/** By the first part of the path. Verify's side of the API goes here too: one row more. */
export const ROUTES: Readonly<Record<string, Handle>> = {
  datasets: (store, asked) => datasets(store, asked),
  columns: inDataset((dataset, asked, store) => columns(dataset, asked, store)),
  triggers: inDataset((dataset, asked, store, team) => triggers(dataset, asked, store, team)),
  queries: inDataset((dataset, asked, store) => queries(dataset, asked, store)),
  query_annotations: inDataset((dataset, asked, store) => annotations(dataset, asked, store)),
  recipients: (store, asked, team) => recipients(store, asked, team),
  boards: (store, asked) => boards(store, asked),
};

function inDataset(
  handle: (dataset: Dataset, asked: Asked, store: Store, team: Team) => Answer,
): Handle {
  return (store, asked, team) => {
    const dataset = store.datasets.get(asked.path[0] ?? "");
    if (!dataset) return notFound("dataset");
    return handle(dataset, { ...asked, path: asked.path.slice(1) }, store, team);
  };
}

/** The body as its schema has it, or what is wrong with it. */
function withBody<S extends z.ZodType>(
  schema: S,
  { body }: Asked,
  then: (value: z.output<S>) => Answer,
): Answer {
  const { success, data, error } = schema.safeParse(body);
  if (success) return then(data);
  const issue = error.issues[0];
  const keys = issue?.code === "unrecognized_keys" ? issue.keys.join() : "";
  return invalid([...(issue?.path ?? []), keys].join("."), issue?.message ?? "");
}

/** What all kinds have in common: a list, one, and its end. */
function crud<T extends { readonly id: string }>(
  kept: Map<string, T>,
  { method, path }: Asked,
  shown: (one: T) => unknown,
): Answer | undefined {
  const [id] = path;
  if (id === undefined) return method === "GET" ? ok([...kept.values()].map(shown)) : undefined;
  const one = kept.get(id);
  if (!one) return notFound("resource");
  if (method === "GET") return ok(shown(one));
  if (method !== "DELETE") return undefined;
  kept.delete(id);
  return GONE;
}

const METHOD: Answer = { status: 405 };

function datasets(store: Store, { method, path: [slug] }: Asked): Answer {
  if (method !== "GET") return METHOD;
  const shown = ({ name, slug }: Dataset) => ({ name, slug, description: "" });
  if (slug === undefined) return ok([...store.datasets.values()].map(shown));
  const dataset = store.datasets.get(slug);
  return dataset ? ok(shown(dataset)) : notFound("dataset");
}

function columns(dataset: Dataset, asked: Asked, store: Store): Answer {
  const { method, path, search } = asked;
  const all = new Map([...dataset.columns.values()].map((column) => [column.id, column]));
  const name = search.get("key_name");
  if (name !== null && method === "GET") {
    const column = dataset.columns.get(name);
    return column ? ok(column) : notFound("column");
  }
  if (path.length === 0 && method === "POST")
    return withBody(Column, asked, (column) => {
      if (dataset.columns.has(column.key_name)) return conflict("column already exists");
      if (column.type === "histogram" && dataset.type !== "metrics")
        return invalid("type", "histogram only works in your Metrics dataset");
      const kept = { ...column, id: store.nextId() };
      dataset.columns.set(column.key_name, kept);
      return created(kept);
    });
  return crud(all, asked, (column) => column) ?? METHOD;
}

function triggers(dataset: Dataset, asked: Asked, store: Store, team: Team): Answer {
  const { method, path } = asked;
  const shown = (trigger: z.output<typeof Trigger>) => ({
    ...trigger,
    // As the API answers: what is empty or a default is left out, and ids are resolved.
    query: withoutEmpty(trigger.query),
    query_id: "q1",
    dataset_slug: dataset.slug,
    evaluation_schedule_type: "frequency",
    triggered: false,
    recipients: trigger.recipients.map((one) => ({
      ...one,
      type: store.recipients.get(one.id)?.type,
    })),
  });
  const keep = (id: string) =>
    withBody(Trigger, asked, (trigger) => {
      const { query, frequency, recipients } = trigger;
      const refused = queryRefusal(query, dataset) ?? triggerRefusal(query, frequency);
      if (refused) return invalid("query", refused);
      if (trigger.id !== undefined && trigger.id !== id) return invalid("id", "is another one");
      const unknown = recipients.find((one) => !store.recipients.has(one.id));
      if (unknown) return invalid("recipients", `no recipient ${unknown.id}`);
      const kept = { ...trigger, id };
      dataset.triggers.set(id, kept);
      return method === "POST" ? created(shown(kept)) : ok(shown(kept));
    });
  if (method === "POST" && path.length === 0)
    return store.triggers().length >= team.maxTriggers
      ? conflict(`your plan allows ${team.maxTriggers} triggers`)
      : keep(store.nextId());
  if (method === "PUT" && dataset.triggers.has(path[0] ?? "")) return keep(path[0] ?? "");
  return crud(dataset.triggers, asked, shown) ?? METHOD;
}

const withoutEmpty = (query: Query): object =>
  Object.fromEntries(
    Object.entries(query).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );

function queries(dataset: Dataset, asked: Asked, store: Store): Answer {
  const { method, path } = asked;
  if (method === "GET") {
    const query = dataset.queries.get(path[0] ?? "");
    return query ? ok({ ...query, id: path[0] }) : notFound("query");
  }
  if (method !== "POST" || path.length > 0) return METHOD;
  return withBody(Query, asked, (query) => {
    const refused = queryRefusal(query, dataset);
    if (refused) return invalid("query", refused);
    const id = store.nextId();
    dataset.queries.set(id, query);
    return ok({ ...query, id });
  });
}

function annotations(dataset: Dataset, asked: Asked, store: Store): Answer {
  if (asked.method === "POST" && asked.path.length === 0)
    return withBody(Annotation, asked, (annotation) => {
      if (!dataset.queries.has(annotation.query_id))
        return { status: 400, body: { error: "Query ID included in body is invalid" } };
      const kept = { ...annotation, id: store.nextId() };
      dataset.annotations.set(kept.id, kept);
      return created(kept);
    });
  return crud(dataset.annotations, asked, (annotation) => annotation) ?? METHOD;
}

/** What two recipients of a type may not share. */
const identityOf = ({ type, details }: Recipient): string =>
  JSON.stringify([type, Object.values(details)[0]]);

function recipients(store: Store, asked: Asked, team: Team): Answer {
  const { method, path } = asked;
  const [own = ""] = path;
  const keep = (id: string) =>
    withBody(Recipient, asked, (recipient) => {
      if (recipient.type === "slack" && !team.slack)
        return invalid("type", "complete the Slack OAuth flow in the Integration Center first");
      const twin = [...store.recipients.values()].find(
        (other) => other.id !== id && identityOf(other) === identityOf(recipient),
      );
      if (twin) return conflict("recipient already exists");
      const kept = { ...recipient, id };
      store.recipients.set(id, kept);
      return method === "POST" ? created(kept) : ok(kept);
    });
  if (method === "POST" && path.length === 0) return keep(store.nextId());
  if (method === "PUT" && store.recipients.has(own)) return keep(own);
  const used = store.triggers().some((one) => one.recipients.some(({ id }) => id === own));
  if (method === "DELETE" && used) return conflict("recipient is in use");
  return crud(store.recipients, asked, (recipient) => recipient) ?? METHOD;
}

function boards(store: Store, asked: Asked): Answer {
  const { method, path } = asked;
  const [own = ""] = path;
  const keep = (id: string) =>
    withBody(Board, asked, (board) => {
      const annotated = [...store.datasets.values()].flatMap((one) => [
        ...one.annotations.values(),
      ]);
      for (const panel of board.panels) {
        if (panel.type !== "query") continue;
        const { query_id: query, query_annotation_id: name } = panel.query_panel;
        if (!annotated.some((one) => one.id === name && one.query_id === query))
          return invalid("panels", `annotation ${name} is not of query ${query}`);
      }
      const { layout_generation: _, ...shown } = board;
      const kept = { ...shown, layout_generation: board.layout_generation, id };
      store.boards.set(id, kept);
      return method === "POST" ? created(kept) : ok(kept);
    });
  if (method === "POST" && path.length === 0) return keep(store.nextId());
  if (method === "PUT" && store.boards.has(own)) return keep(own);
  const shown = ({ layout_generation: _, ...board }: z.output<typeof Board> & { id: string }) => ({
    ...board,
    links: { board_url: `https://ui.honeycomb.io/board/${board.id}` },
  });
  return crud(store.boards, asked, shown) ?? METHOD;
}
