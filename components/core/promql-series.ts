import { VectorExprBuilder } from "@grafana/promql-builder";
import type { COMMON_LABELS, METRICS } from "./metrics.ts";
import { VERIFY_AGENT } from "./names.ts";
import type { SELF_METRICS } from "./self-metrics.ts";

/** A row of the metrics tables. */
type Row =
  | (typeof METRICS)[keyof typeof METRICS]
  | (typeof SELF_METRICS)[keyof typeof SELF_METRICS];
export type Of<Kind extends Row["kind"] | "histogram"> = Extract<Row, { kind: Kind }>;

type LabelOf<M extends Row> =
  | M["labels"][number]
  | (M extends { otel: string } ? (typeof COMMON_LABELS)[number] : never);
/** A value, anything but a value, one of several, or none of several. */
type Matcher =
  | string
  | { readonly not: string }
  | { readonly anyOf: readonly string[] }
  | { readonly noneOf: readonly string[] };
/** Label matchers; only labels that the metric has. */
export type Where<M extends Row> = Readonly<Partial<Record<LabelOf<M>, Matcher>>>;
/**
 * How far a query looks back: seconds, or, on a dashboard, what one point (`step`) or the whole
 * picture (`range`) covers.
 */
export type Window = number | "step" | "range";

/** `increase` as the store has it, where a counter's growth is something else. */
export const PLAIN_INCREASE = "plain increase";

const AGENT = "gen_ai_agent_name";

/** A selector. Runs of `make verify` are no traffic: no rule and no total counts them. */
export function series(metric: Row, suffix: string, where: Partial<Record<string, Matcher>> = {}) {
  const selector = new VectorExprBuilder().metric(metric.prometheus + suffix);
  const labels: readonly string[] = metric.labels;
  if (labels.includes(AGENT) && typeof where[AGENT] !== "string")
    selector.labelNeq(AGENT, VERIFY_AGENT);
  for (const [label, matcher] of Object.entries(where)) {
    if (matcher === undefined) continue;
    if (typeof matcher === "string") selector.label(label, matcher);
    else if ("not" in matcher) selector.labelNeq(label, matcher.not);
    else if ("anyOf" in matcher) selector.labelMatchRegexp(label, regexpOf(matcher.anyOf));
    else selector.labelNotMatchRegexp(label, regexpOf(matcher.noneOf));
  }
  return selector;
}

/** A regular expression that matches these values and nothing else. */
export function regexpOf(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
}

/** The window as the syntax tree holds it; `promql-text.ts` writes it as the store wants it. */
export function rangeText(window: Window): string {
  return typeof window === "number" ? `${window}s` : window;
}
