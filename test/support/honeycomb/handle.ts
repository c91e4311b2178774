import type { z } from "zod";
import { type Answer, GONE, invalid, notFound, ok } from "./answers.ts";
import type { Store } from "./store.ts";

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

export type Handle = (store: Store, asked: Asked, team: Team) => Answer;

/** The body as its schema has it, or what is wrong with it. */
export function withBody<S extends z.ZodType>(
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
export function crud<T extends { readonly id: string }>(
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

export const METHOD: Answer = { status: 405 };
