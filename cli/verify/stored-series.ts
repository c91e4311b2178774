/** Raw samples of one series, oldest first; `time` in Unix milliseconds. */
export interface StoredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly { readonly value: number; readonly time: number }[];
}

/** When a run was sent, and since when the collector counts: it starts from zero. Unix milliseconds. */
export interface CountedFrom {
  readonly sentMillis: number;
  readonly collectorStartMillis: number;
}

/** By how much a counter grew through the run, whether it was idle, new or restarted before. */
export function growth(series: StoredSeries, from: CountedFrom): number {
  let last = 0;
  let sum = 0;
  for (const { value, time } of series.samples) {
    if (time < from.sentMillis) {
      // A value from before the collector's start says nothing about what it counts now.
      last = time < from.collectorStartMillis ? 0 : value;
    } else {
      sum += value >= last ? value - last : value;
      last = value;
    }
  }
  return sum;
}
