import { parseArgs } from "node:util";
import { closest } from "fastest-levenshtein";
import { type Problem, throwAll } from "../components/core/errors.ts";

/** One option of a command: a number with bounds, a switch, or a text. */
export type OptionRule =
  | {
      readonly kind: "number";
      readonly fallback: number;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: "switch" }
  | { readonly kind: "text"; readonly fallback: string };

type ValueOf<R extends OptionRule> = R extends { kind: "number" }
  ? number
  : R extends { kind: "switch" }
    ? boolean
    : string;

/**
 * Reads `--name value`, `--name=value` and `--switch`.
 *
 * @throws ProblemError with every unknown option and every impossible value at once.
 */
export function readOptions<const R extends Readonly<Record<string, OptionRule>>>(
  command: string,
  args: readonly string[],
  rules: R,
): { readonly [K in keyof R]: ValueOf<R[K]> } {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(rules).map(([name, { kind }]) => [
        name,
        { type: kind === "switch" ? ("boolean" as const) : ("string" as const) },
      ]),
    ),
  });
  // A word behind an option that nobody knows is most likely its value.
  const strays = positionals.filter((word) => !isUnknown(args[args.indexOf(word) - 1], rules));
  const problems: Problem[] = [
    ...strays.map((word) => ({
      where: `${command} ${word}`,
      what: "this command takes options only",
      fix: `leave "${word}" out`,
    })),
    ...Object.keys(values)
      .filter((name) => !(name in rules))
      .map((name) => ({
        where: `${command} --${name}`,
        what: "unknown option",
        fix: `did you mean --${closest(name, Object.keys(rules))}?`,
      })),
  ];
  const read = Object.entries(rules).map(([name, rule]) => {
    const value = values[name];
    const problem = problemWith(rule, value);
    if (problem) problems.push({ where: `${command} --${name}`, ...problem });
    return [name, valueOf(rule, value)];
  });
  throwAll(problems);
  return Object.fromEntries(read) as { readonly [K in keyof R]: ValueOf<R[K]> };
}

function isUnknown(argument: string | undefined, rules: Readonly<Record<string, OptionRule>>) {
  return argument?.startsWith("--") && !argument.includes("=") && !(argument.slice(2) in rules);
}

type Given = string | boolean | (string | boolean)[] | undefined;

function problemWith(rule: OptionRule, value: Given): { what: string; fix: string } | undefined {
  if (value === undefined) return undefined;
  if (rule.kind === "switch")
    return value === true ? undefined : { what: "it takes no value", fix: "give only its name" };
  if (typeof value !== "string" || value === "")
    return { what: "it needs a value", fix: `add one, such as ${rule.fallback}` };
  if (rule.kind === "text") return undefined;
  const { min, max, fallback } = rule;
  const number = Number(value);
  return number >= min && number <= max
    ? undefined
    : { what: `"${value}" is no number from ${min} to ${max}`, fix: `for example ${fallback}` };
}

function valueOf(rule: OptionRule, value: Given): string | number | boolean {
  if (rule.kind === "switch") return value === true;
  if (rule.kind === "number") return value === undefined ? rule.fallback : Number(value);
  return typeof value === "string" ? value : rule.fallback;
}
