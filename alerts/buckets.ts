import { METRICS, type MetricKey } from "../components/core/metrics.ts";
import type { AlertsPlan } from "./plan.ts";

/**
 * The thresholds of the rules in the unit of each histogram: between two bounds nothing is known,
 * so each must be a bucket bound.
 */
export function extraBuckets(plan: AlertsPlan): Partial<Record<MetricKey, readonly number[]>> {
  const { p99Seconds } = plan.latency;
  const slowest = Math.max(...METRICS.runDuration.buckets);
  return {
    runIterations: [plan.loop.iterations],
    llmContextUtilization: [plan.context.overPercent],
    // A quantile never exceeds the last bound, so one must lie above the threshold.
    runDuration: p99Seconds < slowest ? [p99Seconds] : [p99Seconds, 2 * p99Seconds],
  };
}
