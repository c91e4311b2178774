/**
 * Small helpers that write OTTL, the language of the transform processor:
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.161.0/pkg/ottl/LANGUAGE.md
 * Statements are guarded so that none can fail on input of the wrong type; `$` is escaped later, once
 * for the whole file.
 */

/** An OTTL condition. */
export type Condition = string;
/** An OTTL value: a path, a literal, a converter or a sum of them. */
export type Value = string;
export type Statement = string;

/** Statements that run only where one of `conditions` holds. */
export interface StatementGroup {
  readonly conditions?: readonly Condition[];
  readonly statements: readonly Statement[];
}

/** A string literal: the backslashes of a regular expression survive it. */
export const text = (value: string): Value => JSON.stringify(value);

/** An entry of an attribute map. */
export const entry = (map: string, key: string): Value => `${map}[${text(key)}]`;
export const span = (key: string): Value => entry("span.attributes", key);

export const present = (value: Value): Condition => `${value} != nil`;
export const absent = (value: Value): Condition => `${value} == nil`;
export const not = (condition: Condition): Condition => `not (${condition})`;
/** Never true for a value that is not text, so a number can't be taken for a match. */
export const matches = (value: Value, pattern: string): Condition =>
  `IsMatch(${value}, ${text(pattern)})`;
export const isText = (value: Value, literal: string): Condition => `${value} == ${text(literal)}`;
export const all = (...conditions: readonly Condition[]): Condition => joined(conditions, " and ");
export const any = (...conditions: readonly Condition[]): Condition =>
  conditions.length === 1 ? joined(conditions, "") : `(${joined(conditions, " or ")})`;
const joined = (conditions: readonly Condition[], by: string): Condition => conditions.join(by);

/** `value` is one of `words`, whole; words hold no `|`. */
export const isOneOf = (value: Value, words: readonly string[]): Condition =>
  `Index(${text(`|${words.join("|")}|`)}, Concat(["|", ${value}, "|"], "")) >= 0`;

const statement = (call: string, when: readonly Condition[]): Statement =>
  when.length === 0 ? call : `${call} where ${all(...when)}`;

export const set = (target: string, value: Value, ...when: readonly Condition[]): Statement =>
  statement(`set(${target}, ${value})`, when);

/** Copies what is there and overwrites nothing: a missing source would write a null attribute. */
export const copy = (target: string, source: Value, ...when: readonly Condition[]): Statement =>
  set(target, source, absent(target), present(source), ...when);

/** `by` may name groups of `pattern` as `$1` or `${1}`. */
export const replace = (
  target: string,
  pattern: string,
  by: string,
  ...when: readonly Condition[]
): Statement => statement(`replace_pattern(${target}, ${text(pattern)}, ${text(by)})`, when);

export const replaceAll = (
  map: string,
  what: "key" | "value",
  pattern: string,
  by: string,
  ...when: readonly Condition[]
): Statement =>
  statement(`replace_all_patterns(${map}, "${what}", ${text(pattern)}, ${text(by)})`, when);

export const drop = (map: string, key: string, ...when: readonly Condition[]): Statement =>
  statement(`delete_key(${map}, ${text(key)})`, when);

export const dropMatching = (
  map: string,
  pattern: string,
  ...when: readonly Condition[]
): Statement => statement(`delete_matching_keys(${map}, ${text(pattern)})`, when);

export const keepOnly = (
  map: string,
  keys: readonly string[],
  ...when: readonly Condition[]
): Statement => statement(`keep_keys(${map}, [${keys.map(text).join(", ")}])`, when);

export const call = (editor: string, ...when: readonly Condition[]): Statement =>
  statement(editor, when);

export const group = (
  conditions: readonly Condition[],
  statements: readonly Statement[],
): StatementGroup => ({ conditions, statements });
