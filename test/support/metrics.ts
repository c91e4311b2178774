import { setTimeout as sleep } from "node:timers/promises";
import { attributesOf, type Metrics, shown } from "./otlp.ts";

/** `name{label=value,…}` with the labels in order, and its latest value: `_sum`, `_count` and `_le_<bound>` for histograms. */
export type Series = ReadonlyMap<string, number>;

export function latest(batches: readonly Metrics[]): Series {
  const series = new Map<string, number>();
  for (const { resourceMetrics } of batches)
    for (const { scopeMetrics } of resourceMetrics)
      for (const { metrics } of scopeMetrics)
        for (const { name, sum, gauge, histogram } of metrics)
          for (const point of (sum ?? gauge ?? histogram)?.dataPoints ?? []) {
            const labels = attributesOf(point.attributes);
            const text = Object.keys(labels)
              .sort()
              .map((key) => `${key}=${shown(labels[key])}`)
              .join(",");
            const put = (suffix: string, value: number): void => {
              series.set(`${name}${suffix}{${text}}`, value);
            };
            if (!histogram) put("", Number(point.asInt ?? point.asDouble));
            else {
              put("_sum", point.sum ?? 0);
              put("_count", Number(point.count));
              const bounds = point.explicitBounds ?? [];
              let total = 0;
              bounds.forEach((bound, index) => {
                total += Number(point.bucketCounts?.[index] ?? 0);
                put(`_le_${bound}`, total);
              });
            }
          }
  return series;
}

/** Sum over all series of `name` whose labels hold every one of `labels`. */
export function total(
  series: Series,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const wanted = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  let sum = 0;
  for (const [key, value] of series) {
    const open = key.indexOf("{");
    const own = key.slice(open + 1, -1).split(",");
    if (key.slice(0, open) === name && wanted.every((label) => own.includes(label))) sum += value;
  }
  return sum;
}

/** Values of a label of a metric. */
export function labelValues(series: Series, name: string, label: string): string[] {
  const values = [...series.keys()]
    .filter((key) => key.startsWith(`${name}{`))
    .map((key) => new RegExp(`[{,]${label}=([^,}]*)`).exec(key)?.[1] ?? "");
  return [...new Set(values)].sort();
}

/** Asks again until `check` holds, at most `seconds`; gives the last answer either way. */
export async function eventually<T>(
  ask: () => T,
  check: (answer: T) => boolean,
  seconds = 20,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let answer = ask();
  while (!check(answer) && Date.now() < end) {
    await sleep(200);
    answer = ask();
  }
  return answer;
}
