import { GEN_AI, ITERATIONS, TOOL_SUCCESS } from "./attributes.ts";
import {
  absent,
  any,
  drop,
  group,
  isText,
  matches,
  not,
  present,
  set,
  span,
  type Statement,
  type StatementGroup,
  type Value,
} from "./ottl.ts";

const COUNTS = [
  GEN_AI.inputTokens,
  GEN_AI.outputTokens,
  GEN_AI.cacheRead,
  GEN_AI.cacheWrite,
  GEN_AI.reasoning,
  ITERATIONS,
];

/** A field of the wrong type is worth nothing and must not stop what reads it: it goes. */
export function rightTypes(): Statement[] {
  const texts = [GEN_AI.provider, GEN_AI.requestModel, GEN_AI.responseModel, GEN_AI.tool];
  return [
    ...texts.flatMap(onlyText),
    ...COUNTS.flatMap(onlyCount),
    ...onlySeconds(GEN_AI.firstChunk),
  ];
}

/**
 * Where a secret stood in a number, the redaction has made text of all numbers of the span: what the
 * sampler, the counting and a search by number read becomes what it was.
 */
export function restoreTypes(): StatementGroup {
  const success = span(TOOL_SUCCESS);
  return group(
    [any(...[TOOL_SUCCESS, ...COUNTS].map((key) => `IsString(${span(key)})`))],
    [
      set(success, "true", isText(success, "true")),
      set(success, "false", isText(success, "false")),
      ...COUNTS.flatMap(onlyCount),
    ],
  );
}

export const onlyText = (key: string): Statement[] => [
  drop("span.attributes", key, present(span(key)), not(`IsString(${span(key)})`)),
];

/** More than this in one call is a mistake that would spoil a counter for good. */
const LARGEST_COUNT = 1_000_000_000;

function onlyCount(key: string): Statement[] {
  const value = span(key);
  return [
    set(value, `Int(${value})`, `IsString(${value})`, matches(value, "^[0-9]{1,9}$")),
    set(value, `Int(${value})`, `IsDouble(${value})`),
    drop(
      "span.attributes",
      key,
      present(value),
      any(not(`IsInt(${value})`), `${value} < 0`, `${value} > ${LARGEST_COUNT}`),
    ),
  ];
}

/**
 * The conventions count cached tokens as input; some providers and SDKs don't. Where they are more
 * than the whole, they were left out.
 */
export function wholeInput(): Statement[] {
  const input = span(GEN_AI.inputTokens);
  const read = span(GEN_AI.cacheRead);
  const write = span(GEN_AI.cacheWrite);
  const more = (...kinds: Value[]): Statement =>
    set(
      input,
      [input, ...kinds].join(" + "),
      present(input),
      ...[read, write].map((kind) => (kinds.includes(kind) ? present(kind) : absent(kind))),
      `${kinds.join(" + ")} > ${input}`,
    );
  return [more(read, write), more(read), more(write)];
}

function onlySeconds(key: string): Statement[] {
  const value = span(key);
  return [
    set(value, `Double(${value})`, `IsInt(${value})`),
    drop(
      "span.attributes",
      key,
      present(value),
      any(not(`IsDouble(${value})`), `${value} < 0.0`, not(`${value} < 86400.0`)),
    ),
  ];
}
