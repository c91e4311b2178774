import { survivors } from "../canaries.ts";
import { finding, leaksFinding } from "../check.ts";
import { metricFindings } from "../metric-check.ts";
import type { StoredSeries } from "../stored-series.ts";
import type { MetricStore } from "./store.ts";

/** A store that shows its samples one by one. */
export interface Samples {
  /** Every sample of the verify agent, and of the one metric without agents, since then. */
  since(millis: number): Promise<StoredSeries[]>;
  /** Every metric name, label and label value stored since then; empty when there is none. */
  labelText(millis: number): Promise<string>;
}

/** Each series must have grown by exactly what was sent, bucket by bucket. */
export function exactly(title: string, store: Samples): MetricStore {
  return {
    findings: async (expected, from, sinceMillis) =>
      metricFindings(title, expected, await store.since(sinceMillis), from),
    leaks: async (canaries, sentMillis) => {
      const text = await store.labelText(sentMillis);
      const name = `canaries in ${title}, metrics`;
      if (text === "") return finding(name, 0, "no series to search in");
      return leaksFinding(name, survivors(canaries, title, text));
    },
  };
}
