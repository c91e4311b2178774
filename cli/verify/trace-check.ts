import type { PlayedSpan } from "../traffic/span.ts";
import { type Finding, finding } from "./check.ts";
import { COMPARED } from "./compared.ts";
import type { StoredSpan, StoredTrace } from "./stores/store.ts";

/** What a span must say after normalisation, whatever its SDK called it. */
type Wanted = Readonly<Record<string, string | number | boolean>>;

/** Other names under which the marked run sends what must arrive under the current ones. */
const OLDER_NAMES = {
  "gen_ai.system": "gen_ai.provider.name",
  "gen_ai.usage.prompt_tokens": "gen_ai.usage.input_tokens",
  "gen_ai.usage.completion_tokens": "gen_ai.usage.output_tokens",
} as const satisfies Record<string, string>;

/** All spans, their parents and services, and the names that their attributes must have. */
export function traceFindings(
  store: string,
  played: readonly PlayedSpan[],
  stored: StoredTrace,
): readonly Finding[] {
  const byId = new Map(stored.spans.map((span) => [span.spanId, span]));
  const missing = played.filter(({ spanId }) => !byId.has(spanId));
  const pairs = played.flatMap((sent) => {
    const found = byId.get(sent.spanId);
    return found ? [{ sent, found }] : [];
  });
  const misplaced = pairs.filter(
    ({ sent, found }) => sent.parentSpanId !== found.parentSpanId || sent.service !== found.service,
  );
  const unnormalised = pairs.flatMap(({ sent, found }) => differences(sent, found));
  return [
    finding(`trace in ${store}, spans`, played.length, pairs.length, [
      ...(stored.partial === undefined ? [] : [`not the whole trace: ${stored.partial}`]),
      ...missing.map(({ service, name }) => `missing: ${name} of ${service}`),
    ]),
    finding(
      `trace in ${store}, right parents and services`,
      played.length,
      pairs.length - misplaced.length,
      misplaced.map(({ sent }) => `wrong parent or service: ${sent.name} of ${sent.service}`),
    ),
    {
      ...finding(
        `trace in ${store}, normalised attributes`,
        attributeCount(played),
        attributeCount(pairs.map(({ sent }) => sent)) - unnormalised.length,
        unnormalised,
      ),
      hop: unnormalised.length > 0 ? "in the collector: its normalise stage" : undefined,
    },
  ];
}

function attributeCount(played: readonly PlayedSpan[]): number {
  return played.reduce((sum, span) => sum + Object.keys(wantedOf(span)).length, 0);
}

function differences(sent: PlayedSpan, found: StoredSpan): string[] {
  return Object.entries(wantedOf(sent))
    .filter(([key, value]) => String(found.attributes[key]) !== String(value))
    .map(
      ([key, value]) =>
        `${sent.name}: ${key} is ${String(found.attributes[key])} instead of ${String(value)}`,
    );
}

function wantedOf({ name, attributes }: PlayedSpan): Wanted {
  const renamed = Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key in OLDER_NAMES ? OLDER_NAMES[key as keyof typeof OLDER_NAMES] : key,
      value,
    ]),
  );
  const operation = { "agent.run": "invoke_agent", "agent.tool_call": "execute_tool" }[name];
  const all = {
    ...renamed,
    ...(operation && { "gen_ai.operation.name": operation }),
    ...(renamed["gen_ai.tool.name"] && { "tool.success": renamed["error.type"] === undefined }),
  };
  return Object.fromEntries(
    COMPARED.flatMap((key) => {
      const value = (all as Record<string, unknown>)[key];
      const plain =
        typeof value === "string" || typeof value === "number" || typeof value === "boolean";
      return plain ? [[key, value]] : [];
    }),
  );
}
