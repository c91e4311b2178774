import type { Column } from "./api.ts";
import { LIMITS } from "./api.ts";
import { idIn, type Kind, readAt, lengthProblems, nameProblems } from "./kind.ts";

/** A column of a dataset. */
export interface ColumnSpec extends Column {
  readonly dataset: string;
}

/**
 * A trigger or board that names a column which isn't there is refused, so columns come first. What
 * arrives may have made one already: then it is as the data made it, and only its being there counts.
 * https://api-docs.honeycomb.io/api/columns
 */
export const columns: Kind<ColumnSpec> = {
  problems: ({ key_name: name, description }) => [
    ...nameProblems(`column ${name}`, name, LIMITS.columnName),
    ...lengthProblems(`column ${name}`, description, LIMITS.columnDescription),
  ],
  identity: ({ dataset, key_name: name }) => `${dataset} ${name}`,
  async find(ask, { dataset, key_name: name }) {
    const found = await readAt(ask, byName(dataset, name));
    return found && { id: String(found["id"]), ours: false };
  },
  async create(ask, { dataset, ...body }) {
    const made = () => readAt(ask, byName(dataset, body.key_name));
    const answer = await ask({ method: "POST", path: at(dataset), body, made, accepts: [409] });
    if (answer.status !== 409) return { id: idIn(answer) };
    // The first data came in between.
    return { id: idIn(await ask({ method: "GET", path: byName(dataset, body.key_name) })) };
  },
  update: () => Promise.resolve(undefined),
  read: (ask, id, { dataset }) => readAt(ask, `${at(dataset)}/${id}`),
  decides: [],
};

const at = (dataset: string): string => `/1/columns/${encodeURIComponent(dataset)}`;
const byName = (dataset: string, name: string): string =>
  `${at(dataset)}?key_name=${encodeURIComponent(name)}`;
