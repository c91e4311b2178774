import type { z } from "zod";
import { type Answer, conflict, created, invalid, notFound, ok } from "./answers.ts";
import { type Asked, crud, type Handle, METHOD, type Team, withBody } from "./handle.ts";
import { queryRefusal, triggerRefusal } from "./query-rules.ts";
import { Annotation, Column, Query, Trigger } from "./schemas.ts";
import type { Dataset, Store } from "./store.ts";
import { boards, recipients } from "./team-routes.ts";

/** By the first part of the path. Verify's side of the API goes here too: one row more. */
export const ROUTES: Readonly<Record<string, Handle>> = {
  datasets: (store, asked) => datasets(store, asked),
  columns: inDataset((dataset, asked, store) => columns(dataset, asked, store)),
  triggers: inDataset((dataset, asked, store, team) => triggers(dataset, asked, store, team)),
  queries: inDataset((dataset, asked, store) => queries(dataset, asked, store)),
  query_annotations: inDataset((dataset, asked, store) => annotations(dataset, asked, store)),
  recipients,
  boards,
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
