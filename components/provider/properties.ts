import type { CheckFailure } from "@pulumi/pulumi/provider/provider.js";
import { type Problem, problemText } from "../core/errors.ts";

/** Inputs as they travel: a secret is wrapped, and stays so in whatever is handed back. */
export type Properties = Readonly<Record<string, unknown>>;

/** What the engine keeps of a resource that was created. */
export interface Created {
  readonly id: string;
  readonly outs: Properties;
}

/** Inputs as they are to be kept, and what is wrong with them. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: CheckFailure[];
}

/** Takes one line for people: a step, a notice. */
export type Report = (line: string) => void;

/**
 * How Pulumi marks secrets and values that a preview can't know yet.
 * https://github.com/pulumi/pulumi/blob/v3.250.0/sdk/go/common/resource/sig/sig.go
 * https://github.com/pulumi/pulumi/blob/v3.250.0/sdk/go/common/resource/plugin/rpc.go
 */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Unwraps every secret, at any depth. */
export function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  const members = value as Properties;
  if (members[SIGNATURE_KEY] === SECRET_SIGNATURE) return reveal(members["value"]);
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, reveal(member)]));
}

/** Whether a preview can't know this value yet, in whole or in part. */
export function isUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === UNKNOWN;
  return Object.values(value).some(isUnknown);
}

/** The order of a map's keys is not kept on the way through the engine. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

/** Of no property in particular: Pulumi would print the property's whole value before the reason. */
export function failures(...problems: readonly (Problem | undefined)[]): CheckFailure[] {
  return problems
    .filter((problem) => problem !== undefined)
    .map((problem) => ({ property: "", reason: problemText(problem) }));
}
