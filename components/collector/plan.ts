import type { MetricKey } from "../core/metrics.ts";
import type { OwnModel } from "./model.ts";

/** Every decision about the collector, as plain values. `stacks/plan.ts` makes it, this folder renders it. */
export interface CollectorPlan {
  /** `deployment.environment.name` of spans that carry none. */
  readonly environment: string;
  /** Where the memory limiter starts to refuse; the process may use a little more. */
  readonly memoryLimitMiB: number;
  readonly content: {
    readonly capture: boolean;
    /** Further secret patterns of the operator, RE2 syntax. */
    readonly patterns: readonly string[];
    /**
     * Where spans are searched for secrets: after sampling, which costs half as much, or before
     * anything waits in memory. What becomes a label is clean at ingest either way.
     */
    readonly redactAt?: "export" | "ingest";
  };
  readonly agents: readonly KnownAgent[];
  /** Models that the table doesn't hold, or holds with other prices. */
  readonly models?: readonly OwnModel[] | undefined;
  readonly derive: {
    /** How often counted metrics leave the collector. */
    readonly flushSeconds: number;
    /** Cap on series of each metric, and on those that SDKs count themselves together. */
    readonly maxSeriesPerMetric: number;
    /** Alert thresholds that must be bucket bounds, in the metric's unit. */
    readonly extraBuckets: Readonly<Partial<Record<MetricKey, readonly number[]>>>;
  };
  readonly sampling: SamplingPlan;
  readonly queue: { readonly spans: number };
  readonly destinations: readonly Destination[];
}

export interface KnownAgent {
  /** As it appears in `gen_ai.agent.name` after normalisation. */
  readonly name: string;
  /** `service.name` of the process it runs in: names the agent of spans that carry none. */
  readonly service?: string | undefined;
  /** Allow-list of tool names; anything else becomes `other`. */
  readonly tools?: readonly string[] | undefined;
}

export interface SamplingPlan {
  readonly slowerThanSeconds: number;
  readonly maxIterations: number;
  readonly baselinePercent: number;
  /** ISO date (UTC) until which everything is kept. */
  readonly fullUntil?: string | undefined;
  /** Longer than the longest run. */
  readonly decisionWaitSeconds: number;
  /** Shortens the wait once the root span has arrived. */
  readonly decisionWaitAfterRootSeconds: number;
  readonly maxTraces: number;
  readonly expectedNewTracesPerSecond: number;
}

/** A backend of this stack that the collector sends to. */
export type Destination = { readonly kind: "jaeger" } | { readonly kind: "victoriametrics" };
