import type { Series } from "../document.ts";

/** A bucket and how much it grew in each step. */
export interface Bucket {
  readonly bound: number;
  readonly counts: readonly number[];
}

/** Buckets of a histogram hold what the smaller ones hold too: that is taken off, as Grafana does. */
export function bucketsOf(series: readonly Series[]): readonly Bucket[] {
  const cumulative = series
    .map(({ labels, values }) => ({ bound: boundOf(labels["le"]), values }))
    .sort((a, b) => a.bound - b.bound);
  return cumulative.map(({ bound, values }, index) => ({
    bound,
    counts: values.map((value, at) => {
      const below = cumulative[index - 1]?.values[at] ?? 0;
      return Math.max(0, (value ?? 0) - below);
    }),
  }));
}

function boundOf(le: string | undefined): number {
  return le === "+Inf" ? Infinity : Number(le);
}
