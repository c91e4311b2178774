import {
  absentOverTime,
  div,
  type Expr,
  gt,
  histogramQuantile,
  increase as increaseOf,
  max,
  min,
  mul,
  n,
  or,
  presentOverTime,
  rate as rateOf,
  sub,
  sum,
} from "@grafana/promql-builder";
import type { Label } from "./metrics.ts";
import { type Of, rangeText, series, type Where, type Window } from "./promql-series.ts";
import type { SELF_METRICS } from "./self-metrics.ts";

/**
 * Queries over the metrics table, written once and neutrally; `promql-text.ts` prints them per
 * dialect. What comes back is `@grafana/promql-builder`'s syntax tree, so its operators (`div`,
 * `gt`, `and`, …) combine it.
 */
export interface Query {
  build(): Expr;
}

/** What a result may be grouped by. */
export type GroupBy = readonly (Label | "le" | "alertname" | "severity" | OwnLabel)[];
type OwnLabel = (typeof SELF_METRICS)[keyof typeof SELF_METRICS]["labels"][number];

/** How much a counter grew. */
export function increase<M extends Of<"counter">>(metric: M, window: Window, where?: Where<M>) {
  return increaseOf(series(metric, "", where).range(rangeText(window)));
}

/** Units per second of a counter. */
export function rate<M extends Of<"counter">>(metric: M, window: Window, where?: Where<M>) {
  return rateOf(series(metric, "", where).range(rangeText(window)));
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
export function observationsUpTo<M extends Of<"histogram">>(
  metric: M,
  bound: number,
  window: Window,
  where?: Where<M>,
) {
  const bucket = series(metric, "_bucket", where).labelMatchRegexp("le", boundRegexp(bound));
  return increaseOf(bucket.range(rangeText(window)));
}

/** How many values were above a bucket bound: exact, nothing is interpolated. */
export function observationsAbove<M extends Of<"histogram">>(
  metric: M,
  bound: number,
  window: Window,
  by: GroupBy = [],
  where?: Where<M>,
) {
  return sub(
    sumBy(by, observations(metric, window, where)),
    sumBy(by, observationsUpTo(metric, bound, window, where)),
  );
}

/** Growth of each bucket, by its bound: a heatmap. */
export function buckets<M extends Of<"histogram">>(
  metric: M,
  window: Window,
  by: GroupBy = [],
  where?: Where<M>,
) {
  return sumBy(
    ["le", ...by],
    increaseOf(series(metric, "_bucket", where).range(rangeText(window))),
  );
}

/** The value that a share `phi` (0–1) of a histogram's values does not exceed. */
export function quantile<M extends Of<"histogram">>(
  phi: number,
  metric: M,
  window: Window,
  by: GroupBy = [],
  where?: Where<M>,
) {
  return histogramQuantile(phi, buckets(metric, window, by, where));
}

/** 1 for each series that has a sample in the window. */
export function present<M extends Of<"gauge">>(metric: M, window: Window, where?: Where<M>) {
  return presentOverTime(series(metric, "", where).range(rangeText(window)));
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

/** The smallest over everything but the given labels. */
export function minBy(by: GroupBy, query: Query) {
  return min(query).by([...by]);
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
