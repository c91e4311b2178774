import { METRICS, type MetricKey } from "../components/core/metrics.ts";
import type { AlertsPlan, OwnThresholds } from "./plan.ts";

/**
 * The thresholds of the rules in the unit of each histogram: between two bounds nothing is known,
 * so each must be a bucket bound.
 */
export function extraBuckets(plan: AlertsPlan): Partial<Record<MetricKey, readonly number[]>> {
  const boundsOf = (general: number, own: (thresholds: OwnThresholds) => number | undefined) => [
    ...new Set([general, ...plan.agents.flatMap((agent) => own(agent.own ?? {}) ?? [])]),
  ];
  const durations = boundsOf(plan.latency.p99Seconds, (own) => own.p99Seconds);
  const slowest = Math.max(...METRICS.runDuration.buckets);
  const longest = Math.max(...durations);
  return {
    runIterations: boundsOf(plan.loop.iterations, (own) => own.iterations),
    llmContextUtilization: boundsOf(plan.context.overPercent, (own) => own.contextPercent),
    // A quantile never exceeds the last bound, so one must lie above the threshold.
    runDuration: longest < slowest ? durations : [...durations, 2 * longest],
  };
}
