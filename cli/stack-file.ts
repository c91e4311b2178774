import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { ProblemError } from "../components/core/errors.ts";
import { parseSettings } from "../stacks/parse.ts";
import { type Plan, planFor } from "../stacks/plan.ts";

export const PROJECT = join(import.meta.dirname, "..");
const STACKS = join(PROJECT, "stacks");
const PREFIX = "agentobs:";

export interface Stack {
  readonly name: string;
  /** The committed stack file. It is read, never written. */
  readonly file: string;
  readonly plan: Plan;
}

/**
 * Reads `stacks/Pulumi.<stack>.yaml` and decides the plan, without Pulumi.
 * A path to a stack file elsewhere works too: its stack is what stands in its name.
 */
export function loadStack(nameOrFile: string): Stack {
  const file = nameOrFile.endsWith(".yaml")
    ? nameOrFile
    : join(STACKS, `Pulumi.${nameOrFile}.yaml`);
  const name = stackName(nameOrFile);
  return { name, file, plan: planFor(parseSettings(settingsIn(file, name), basename(file))) };
}

/** The stack file as errors name it. */
export const stackFileName = ({ file }: Stack): string => basename(file);

/** What a person calls the stack: of a path what stands in the file's name. */
export function stackName(nameOrFile: string): string {
  return /^Pulumi\.(.+)\.yaml$/.exec(basename(nameOrFile))?.[1] ?? nameOrFile;
}

function settingsIn(file: string, name: string): Record<string, unknown> {
  if (!existsSync(file)) {
    const known = readdirSync(STACKS).flatMap((f) => /^Pulumi\.(.+)\.yaml$/.exec(f)?.[1] ?? []);
    throw new ProblemError({
      where: file,
      what: `stack "${name}" has no stack file`,
      fix: `use one of ${known.join(", ")}, or copy stacks/Pulumi.local.yaml to it`,
    });
  }
  const config = parsed(file)?.config ?? {};
  const own = Object.entries(config).filter(([key]) => key.startsWith(PREFIX));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(PREFIX.length), value]));
}

function parsed(file: string): { config?: Record<string, unknown> } | undefined {
  try {
    return parse(readFileSync(file, "utf8")) as { config?: Record<string, unknown> } | undefined;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const fix =
      "mend the YAML; an editor with the schema named in the file's first line shows where";
    throw new ProblemError({ where: file, what: error.message.split("\n")[0] ?? "not YAML", fix });
  }
}
