import type { Problem } from "../../core/errors.ts";
import type { Properties, Report } from "../../provider/properties.ts";
import type { Answer, Request } from "./request.ts";

/** Asks Honeycomb over a connection that is known. */
export type Ask = (request: Request) => Promise<Answer>;

/** What is there already under the name of what is wanted. */
export interface Found {
  readonly id: string;
  /** Made by this kit for the same environment: its state was lost, it is nobody else's. */
  readonly ours: boolean;
}

/** What a kind remembers between two updates, beside what is wanted. */
export type Memory = Properties;

export interface Made {
  readonly id: string;
  readonly memory?: Memory;
}

/**
 * One kind of thing that Honeycomb keeps: how it is found, made, read, changed and removed. The life of
 * all of them is the same and stands in `lifecycle.ts`.
 */
export interface Kind<Spec> {
  /** What can be known to be wrong without asking. */
  readonly problems: (spec: Spec) => readonly Problem[];
  /** Changes when the thing is another one, which no update can make of it. */
  readonly identity: (spec: Spec) => string;
  readonly find: (ask: Ask, spec: Spec) => Promise<Found | undefined>;
  readonly create: (ask: Ask, spec: Spec) => Promise<Made>;
  readonly update: (
    ask: Ask,
    id: string,
    spec: Spec,
    memory: Memory,
  ) => Promise<Memory | undefined>;
  /** The API's own view of it; undefined when it is gone. */
  readonly read: (ask: Ask, id: string, spec: Spec) => Promise<Properties | undefined>;
  /** Which parts of that view the kit decides: a change of theirs is undone. */
  readonly decides: readonly string[];
  /** Undefined where it holds data, or others may use it: then it stays. */
  readonly remove?: (
    ask: Ask,
    id: string,
    spec: Spec,
    memory: Memory,
    report: Report,
  ) => Promise<void>;
}

/** A name that is empty or over its limit, as a problem. */
export function nameProblems(where: string, name: string, most: number): Problem[] {
  if (name === "") return [{ where, what: "has no name", fix: "name it in the settings" }];
  return lengthProblems(where, name, most);
}

/** A text over its limit, as a problem. */
export function lengthProblems(where: string, text: string, most: number): Problem[] {
  if (text.length <= most) return [];
  const what = `has ${text.length} characters, and Honeycomb takes ${most}: ${text.slice(0, 40)}…`;
  return [{ where, what, fix: "shorten the names in the settings that it is made of" }];
}

/** The id that an answer gives. */
export function idIn({ body }: Answer): string {
  const { id } = (body ?? {}) as { readonly id?: unknown };
  if (typeof id !== "string") throw new Error("Honeycomb gave something without an id");
  return id;
}

/** A list that an answer gives. */
export const listIn = ({ body }: Answer): readonly Properties[] =>
  Array.isArray(body) ? (body as readonly Properties[]) : [];

/** Reads one thing; undefined when there is none. */
export async function readAt(ask: Ask, path: string): Promise<Properties | undefined> {
  const { status, body } = await ask({ method: "GET", path, accepts: [404] });
  return status === 404 ? undefined : (body as Properties);
}

/** Removes one thing, or finds it gone already. */
export async function removeAt(ask: Ask, path: string): Promise<void> {
  await ask({ method: "DELETE", path, accepts: [404] });
}

/** Whether something carries all of these tags: only the kit for this environment puts them there. */
export function carries(
  body: Properties,
  tags: readonly { readonly key: string; readonly value: string }[],
): boolean {
  const there = Array.isArray(body["tags"]) ? (body["tags"] as typeof tags) : [];
  return tags.every(({ key, value }) =>
    there.some((tag) => tag.key === key && tag.value === value),
  );
}
