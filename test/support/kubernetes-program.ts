import { vi } from "vitest";
import { type Registered, type Run, runWithMocks } from "./pulumi-mocks.ts";

type Settings = Readonly<Record<string, unknown>>;

const HASH = /-[0-9a-f]{10}$/;

/**
 * Runs the whole program for a preset on Kubernetes against mocks. Throws what it throws.
 *
 * @param settings by key, without `agentobs:`
 */
export async function deploy(preset: string, settings: Settings = {}): Promise<Run> {
  const run = await attempt(preset, settings);
  if (run.error instanceof Error) throw run.error;
  return run;
}

/** The same, with what was registered before it threw. */
export function attempt(preset: string, settings: Settings): Promise<Run> {
  // A module runs once.
  vi.resetModules();
  const own = Object.entries({ preset, ...settings }).map(([key, value]): [string, string] => [
    `agentobs:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const program = () => import("../../stacks/index.ts");
  return runWithMocks(Object.fromEntries(own), program, ["agentobs:secrets"]);
}

/** `ConfigMap vmalert-config-<hash>`: the same whatever its content is. */
export const labelOf = ({ type, name }: Registered): string =>
  withoutHash(`${type.split(":").at(-1) ?? ""} ${name}`);

export const withoutHash = (name: string): string => name.replace(HASH, "-<hash>");

/** The resource with that label. */
export function find({ resources }: Run, label: string): Registered {
  const found = resources.find((resource) => labelOf(resource) === label);
  if (!found) throw new Error(`there is no ${label}`);
  return found;
}

/** What the engine would do between two runs: create `+`, delete `-`, change in place `~`. */
export function changes(before: Run, after: Run): string[] {
  const [old, now] = [inputsByName(before), inputsByName(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .flatMap((name) => {
      if (!old.has(name)) return [`+ ${withoutHash(name)}`];
      if (!now.has(name)) return [`- ${withoutHash(name)}`];
      return old.get(name) === now.get(name) ? [] : [`~ ${name}`];
    })
    .sort();
}

const inputsByName = ({ resources }: Run): Map<string, string> =>
  new Map(
    resources.map(({ type, name, inputs }) => [
      `${type.split(":").at(-1) ?? ""} ${name}`,
      JSON.stringify(inputs),
    ]),
  );
