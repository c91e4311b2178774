import type { CollectorPlan } from "../../components/collector/plan.ts";
import { destinationPlan } from "../../stacks/destinations.ts";

/** Short waits, and everything sampled unless a test says otherwise. */
export const TEST_COLLECTOR: CollectorPlan = {
  environment: "test",
  memoryLimitMiB: 512,
  ingest: {
    limits: {
      requestMiB: 16,
      headerSeconds: 10,
      requestSeconds: 60,
      idleSeconds: 60,
      connectionAgeSeconds: 1800,
      requestsPerConnection: 100,
    },
  },
  content: { capture: false, patterns: [] },
  agents: [],
  derive: { flushSeconds: 1, maxSeriesPerMetric: 2_000, extraBuckets: {} },
  sampling: {
    slowerThanSeconds: 30,
    maxIterations: 8,
    baselinePercent: 100,
    decisionWaitSeconds: 1,
    decisionWaitAfterRootSeconds: 1,
    maxTraces: 20_000,
    expectedNewTracesPerSecond: 100,
    rememberedDecisions: 200_000,
    largestTraceBytes: 20_000_000,
  },
  queue: { spans: 100_000, dataPoints: 100_000 },
  destinations: [destinationPlan({ type: "jaeger" }), destinationPlan({ type: "victoriametrics" })],
};
