import {
  countOverTime,
  delta as deltaOf,
  deriv,
  increase as increaseOf,
  maxOverTime,
  minOverTime,
  mul,
  n,
  quantileOverTime,
  sub,
  subquery,
  time,
  vect,
} from "@grafana/promql-builder";
import { type GroupBy, maxBy, type Query } from "./promql.ts";
import {
  type Of,
  PLAIN_INCREASE,
  rangeText,
  series,
  type Where,
  type Window,
} from "./promql-series.ts";

/**
 * What a counter had counted when it last began anew, summed over the restarts in the window: its
 * growth, which bridges restarts, less the plain difference, which does not.
 */
export function growthLostInRestarts(metric: Of<"counter">, seconds: number) {
  const range = series(metric, "").range(rangeText(seconds));
  // Over every sample, and without what a counter had when it was first seen, like the difference.
  const grown = { build: () => ({ ...increaseOf(range).build(), function: PLAIN_INCREASE }) };
  return sub(grown, deltaOf(range));
}

/** Seconds since the newest Unix time that a gauge had in the window, each replica counted in. */
export function secondsSince(metric: Of<"gauge">, window: Window, by: GroupBy) {
  return sub(time(), maxBy(by, maxOverTime(series(metric, "").range(rangeText(window)))));
}

/** The smallest value of a gauge in the window. */
export function lowest<M extends Of<"gauge">>(metric: M, seconds: number, where?: Where<M>) {
  return minOverTime(series(metric, "", where).range(rangeText(seconds)));
}

/** How fast a gauge falls, in its unit per second: the slope over the window, negative when it rises. */
export function fall<M extends Of<"gauge">>(metric: M, seconds: number, where?: Where<M>) {
  return mul(n(-1), deriv(series(metric, "", where).range(rangeText(seconds))));
}

/** The median of what a query gave at every step of the time before. */
export function medianOver(query: Query, seconds: number, stepSeconds: number) {
  return quantileOverTime(0.5, steps(query, seconds, stepSeconds));
}

/** At how many steps of the time before a query gave anything. */
export function countOver(query: Query, seconds: number, stepSeconds: number) {
  return countOverTime(steps(query, seconds, stepSeconds));
}

function steps(query: Query, seconds: number, stepSeconds: number) {
  return subquery(query).range(rangeText(seconds)).resolution(rangeText(stepSeconds));
}

/** Seconds until a Unix time: one value, without labels. */
export function secondsUntil(unixSeconds: number): Query {
  return sub(vect(unixSeconds), time());
}
