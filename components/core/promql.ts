import {
  absentOverTime,
  delta as deltaOf,
  div,
  type Expr,
  gt,
  histogramQuantile,
  increase as increaseOf,
  max,
  maxOverTime,
  mul,
  n,
  or,
  presentOverTime,
  rate as rateOf,
  sub,
  sum,
  time,
  VectorExprBuilder,
} from "@grafana/promql-builder";
import type { COMMON_LABELS, Label, METRICS } from "./metrics.ts";
import { VERIFY_AGENT } from "./names.ts";
import type { SELF_METRICS } from "./self-metrics.ts";

/**
 * Queries over the metrics table, written once and neutrally; `promql-text.ts` prints them per
 * dialect. What comes back is `@grafana/promql-builder`'s syntax tree, so its operators (`div`,
 * `gt`, `and`, …) combine it.
 */
export interface Query {
  build(): Expr;
}

type Row =
  | (typeof METRICS)[keyof typeof METRICS]
  | (typeof SELF_METRICS)[keyof typeof SELF_METRICS];
type Of<Kind extends Row["kind"] | "histogram"> = Extract<Row, { kind: Kind }>;

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
/** What a result may be grouped by. */
export type GroupBy = readonly (Label | SelfLabel | "le" | "instance")[];
type SelfLabel = (typeof SELF_METRICS)[keyof typeof SELF_METRICS]["labels"][number];

/**
 * How far a query looks back: seconds, or, on a dashboard, what one point (`step`) or the whole
 * picture (`range`) covers.
 */
export type Window = number | "step" | "range";

/** How much a counter grew. */
export function increase<M extends Of<"counter">>(metric: M, window: Window, where?: Where<M>) {
  return increaseOf(series(metric, "", where).range(rangeText(window)));
}

/** Units per second of a counter. */
export function rate<M extends Of<"counter">>(metric: M, window: Window, where?: Where<M>) {
  return rateOf(series(metric, "", where).range(rangeText(window)));
}

/**
 * What a counter had counted when it last began anew, summed over the restarts in the window: its
 * growth, which bridges restarts, less the plain difference, which does not.
 */
export function growthLostInRestarts<M extends Of<"counter">>(metric: M, seconds: number) {
  const range = series(metric, "").range(rangeText(seconds));
  return sub(increaseOf(range), deltaOf(range));
}

/** How many values a histogram took. */
export function observations<M extends Of<"histogram">>(
  metric: M,
  window: Window,
  where?: Where<M>,
) {
  return increaseOf(series(metric, "_count", where).range(rangeText(window)));
}

/** How many values a histogram takes per second. */
export function observationRate<M extends Of<"histogram">>(
  metric: M,
  window: Window,
  where?: Where<M>,
) {
  return rateOf(series(metric, "_count", where).range(rangeText(window)));
}

/** The sum of the values that a histogram took. */
export function total(metric: Of<"histogram">, window: Window) {
  return increaseOf(series(metric, "_sum").range(rangeText(window)));
}

/** How many values a histogram took that were not above one of its bucket bounds. */
export function observationsUpTo(metric: Of<"histogram">, bound: number, window: Window) {
  const bucket = series(metric, "_bucket").labelMatchRegexp("le", boundRegexp(bound));
  return increaseOf(bucket.range(rangeText(window)));
}

/** How many values were above a bucket bound: exact, nothing is interpolated. */
export function observationsAbove(
  metric: Of<"histogram">,
  bound: number,
  window: Window,
  by: GroupBy = [],
) {
  return sub(
    sumBy(by, observations(metric, window)),
    sumBy(by, observationsUpTo(metric, bound, window)),
  );
}

/** Growth of each bucket, by its bound: a heatmap. */
export function buckets(metric: Of<"histogram">, window: Window, by: GroupBy = []) {
  return sumBy(["le", ...by], increaseOf(series(metric, "_bucket").range(rangeText(window))));
}

/** The value that a share `phi` (0–1) of a histogram's values does not exceed. */
export function quantile(phi: number, metric: Of<"histogram">, window: Window, by: GroupBy = []) {
  return histogramQuantile(phi, buckets(metric, window, by));
}

/** 1 for each series that has a sample in the window. */
export function present<M extends Of<"gauge">>(metric: M, window: Window, where?: Where<M>) {
  return presentOverTime(series(metric, "", where).range(rangeText(window)));
}

/** Seconds since the newest Unix time that a gauge had in the window, each replica counted in. */
export function secondsSince(metric: Of<"gauge">, window: Window, by: GroupBy) {
  return sub(time(), maxBy(by, maxOverTime(series(metric, "").range(rangeText(window)))));
}

/** 1 when no series has a sample in the window, labelled with the equality matchers. */
export function absent<M extends Of<"gauge">>(metric: M, seconds: number, where?: Where<M>) {
  return absentOverTime(series(metric, "", where).range(rangeText(seconds)));
}

/** A gauge as it is now. */
export function latest<M extends Of<"gauge">>(metric: M, where?: Where<M>): Query {
  return series(metric, "", where);
}

/** `part` as a percentage of `whole`: 0 without any part, nothing without a whole. */
export function percentage(part: Query, whole: Query): Query {
  return div(mul(n(100), or(part, mul(n(0), whole))), gt(whole, n(0)));
}

/** The sum over everything but the given labels: replicas of the collector, for one. */
export function sumBy(by: GroupBy, query: Query) {
  return sum(query).by([...by]);
}

/** The largest over everything but the given labels. */
export function maxBy(by: GroupBy, query: Query) {
  return max(query).by([...by]);
}

/** Both spellings of a bound: some writers print whole numbers as `8`, some as `8.0`. */
export function boundRegexp(bound: number): string {
  const digits = String(bound);
  return Number.isInteger(bound) ? `${digits}|${digits}[.]0` : digits.replace(".", "[.]");
}

const AGENT = "gen_ai_agent_name";

/** A selector. Runs of `make verify` are no traffic: no rule and no total counts them. */
function series(metric: Row, suffix: string, where: Partial<Record<string, Matcher>> = {}) {
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

function regexpOf(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
}

function rangeText(window: Window): string {
  return typeof window === "number" ? `${window}s` : window;
}
