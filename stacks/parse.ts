import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import { type Problem, problemError, throwAll } from "../components/core/errors.ts";
import { exampleOf, keyAt, pasteable, unknownKey } from "./keys.ts";
import { withMadeStack } from "./managed-grafana.ts";
import { PRESETS } from "./presets/index.ts";
import { type PresetName, presetNames } from "./presets/names.ts";
import { impossibleSets } from "./rules.ts";
import { withoutNone } from "./settings-ingest.ts";
import { Settings } from "./settings.ts";

/**
 * Settings from the raw values of a stack file, keys without `agentobs:`. The preset's defaults
 * fill what the operator left out.
 *
 * @param file shown in errors, such as `Pulumi.local.yaml`
 * @throws ProblemError with every problem at once
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>, file: string): Settings {
  const presetProblem = problemWithPreset(raw["preset"], file);
  // With a bad preset the rest is still checked, against the values of the embedded default.
  const preset = presetProblem ? "local" : (raw["preset"] as PresetName);
  const merged = merge(PRESETS[preset].defaults, { ...raw, preset });
  const result = Settings.safeParse(merged);
  const problems = presetProblem ? [presetProblem] : [];
  if (!result.success) {
    const found = result.error.issues.flatMap((issue) => problemsOf(issue, merged, file));
    throw problemError([...problems, ...found]);
  }
  const settings = withMadeStack({
    ...result.data,
    ingest: withoutNone(result.data.ingest),
  });
  throwAll([...problems, ...impossibleSets(settings, file)]);
  return settings;
}

function problemWithPreset(name: unknown, file: string): Problem | undefined {
  const where = keyAt(file, ["preset"]);
  const fix = `agentobs:preset: ${presetNames.join(" | ")}`;
  if (name === undefined) return { where, what: "no preset is named", fix };
  if (presetNames.includes(name as PresetName)) return undefined;
  const nearest = closest(JSON.stringify(name), presetNames);
  const what = `there is no preset ${JSON.stringify(name)}; the nearest is "${nearest}"`;
  return { where, what, fix: `agentobs:preset: ${nearest}` };
}

/** Ways to choose between: an operator's replaces the preset's. */
const ALTERNATIVES = ["ingest.auth"];

/** Objects merge key by key; anything else of the operator's replaces the default. */
function merge(defaults: unknown, own: unknown, path = ""): unknown {
  if (own === undefined) return defaults;
  if (!isRecord(defaults) || !isRecord(own) || ALTERNATIVES.includes(path)) return own;
  const keys = [...new Set([...Object.keys(defaults), ...Object.keys(own)])];
  const below = (key: string) => (path ? `${path}.${key}` : key);
  return Object.fromEntries(keys.map((key) => [key, merge(defaults[key], own[key], below(key))]));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function problemsOf(issue: z.core.$ZodIssue, given: unknown, file: string): Problem[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey([...issue.path, key], file, given));
  const value = issue.path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key],
    given,
  );
  const saw = value === undefined ? "is missing" : `is ${shown(value)}`;
  const what = `${saw}, but must be ${expected(issue)}`;
  return [
    {
      where: keyAt(file, issue.path),
      what,
      fix: pasteable(issue.path, exampleOf(issue.path, given)),
    },
  ];
}

/** As JSON, without the user and the password that an address may hold. */
const shown = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/\/\/[^/@"]*@/g, "//****@");

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_union" && issue.inclusive !== false && issue.options)
    return `one of ${issue.options.map(String).join(", ")}`;
  if (issue.code === "too_big") return `at most ${issue.maximum}`;
  return issue.message.replace(/^Invalid input: expected /, "").replace(/^Invalid /, "a valid ");
}
