import type { WorkloadName } from "../core/names.ts";

/** Every decision about the metrics store, as plain values. */
export interface VictoriaMetricsPlan extends ScrapePlan {
  readonly retentionDays: number;
  /** How long a sample may take to arrive; younger ones are left out of queries. */
  readonly latencyOffsetSeconds: number;
  /** Undefined for a single one. */
  readonly cluster?: ClusterPlan | undefined;
}

/** Copies of each sample on different storages, and how many storages share the series. */
export interface ClusterPlan {
  readonly storages: number;
  readonly replicationFactor: number;
}

/** Which of the kit's own parts are asked for their metrics, and how often. */
export interface ScrapePlan {
  readonly scraped: readonly WorkloadName[];
  readonly scrapeEverySeconds: number;
}
