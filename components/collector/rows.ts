import type { Label, MetricKey } from "../core/metrics.ts";
import { CONTEXT_UTILIZATION, GEN_AI, ITERATIONS, NOTE } from "./attributes.ts";
import { BOUNDED } from "./bound.ts";
import { CONTENT_PLACES } from "./content.ts";
import { type Condition, entry, present, span, type Value } from "./ottl.ts";

/** How one series of a metric is counted from a span or a log record. */
export interface Row {
  readonly metric: MetricKey;
  /** Attributes that must be there. */
  readonly marks: readonly string[];
  readonly value: Value;
  readonly when?: Condition;
  /** Labels whose value is the row's own. */
  readonly constants?: Readonly<Partial<Record<Label, string>>>;
}

const RUN = [NOTE.status];
const TOOL = [NOTE.toolCall];
const INFERENCE = [NOTE.model];
const durationSeconds =
  "Double(span.end_time_unix_nano - span.start_time_unix_nano) / 1000000000.0";
/** Clocks go back: a negative duration would spoil the sum. */
const endsAfterStart = "span.end_time_unix_nano >= span.start_time_unix_nano";

const TOKENS = {
  input: GEN_AI.inputTokens,
  output: GEN_AI.outputTokens,
  cache_read: GEN_AI.cacheRead,
  cache_write: GEN_AI.cacheWrite,
  reasoning: GEN_AI.reasoning,
} as const;

const UNCOVERED = { price: "no_price", usage: "no_usage", window: "no_window" } as const;

/** A value of an attribute, where it is there. */
const valueOf = (key: string, as: "Int" | "Double"): Pick<Row, "value" | "when"> => ({
  value: `${as}(${span(key)})`,
  when: present(span(key)),
});

export const SPAN_ROWS: readonly Row[] = [
  { metric: "runs", marks: RUN, value: "1" },
  { metric: "runDuration", marks: RUN, value: durationSeconds, when: endsAfterStart },
  { metric: "runIterations", marks: RUN, ...valueOf(ITERATIONS, "Double") },
  { metric: "toolCalls", marks: TOOL, value: "1" },
  { metric: "toolDuration", marks: TOOL, value: durationSeconds, when: endsAfterStart },
  { metric: "llmDuration", marks: INFERENCE, value: durationSeconds, when: endsAfterStart },
  { metric: "llmTimeToFirstChunk", marks: INFERENCE, ...valueOf(GEN_AI.firstChunk, "Double") },
  ...Object.entries(TOKENS).map(
    ([type, key]): Row => ({
      metric: "llmTokens",
      marks: INFERENCE,
      ...valueOf(key, "Int"),
      constants: { gen_ai_token_type: type },
    }),
  ),
  { metric: "llmInputTokens", marks: INFERENCE, ...valueOf(GEN_AI.inputTokens, "Double") },
  { metric: "llmContextUtilization", marks: INFERENCE, ...valueOf(CONTEXT_UTILIZATION, "Double") },
  { metric: "llmCost", marks: INFERENCE, ...valueOf(GEN_AI.cost, "Double") },
  { metric: "lastSeen", marks: [NOTE.genai], value: "1" },
  ...Object.entries(UNCOVERED).map(
    ([reason, label]): Row => ({
      metric: "llmCallsUncovered",
      marks: [...INFERENCE, `${NOTE.uncovered}${reason}`],
      value: "1",
      constants: { reason: label },
    }),
  ),
  { metric: "spans", marks: [NOTE.genai], value: "1" },
  ...CONTENT_PLACES.map(
    (place): Row => ({
      metric: "contentRemoved",
      marks: [],
      ...valueOf(`${NOTE.removed}${place}`, "Int"),
      constants: { where: place },
    }),
  ),
  ...Object.entries(BOUNDED).map(
    ([name, attribute]): Row => ({
      metric: "valuesBounded",
      marks: [`${NOTE.bounded}${name}`],
      value: "1",
      constants: { attribute },
    }),
  ),
];

const removedFromLogs = entry("log.attributes", `${NOTE.removed}logs`);
export const LOG_ROWS: readonly Row[] = [
  {
    metric: "contentRemoved",
    marks: [],
    value: `Int(${removedFromLogs})`,
    when: present(removedFromLogs),
    constants: { where: "logs" },
  },
];
