import { type Label, METRICS, type MetricKey } from "../../components/core/metrics.ts";

export type SeriesLabels = Readonly<Partial<Record<Label, string>>>;

/** What one series of a derived metric must grow by, once everything sent has been counted. */
export interface ExpectedSeries {
  readonly metric: MetricKey;
  readonly labels: SeriesLabels;
  /** One entry per observation, in the metric's unit: a counter grows by their sum. */
  readonly values: readonly number[];
}

/** Counts what is sent, in the words of the metrics table, so that sent and stored can be compared. */
export class Tally {
  readonly #series = new Map<
    string,
    { metric: MetricKey; labels: SeriesLabels; values: number[] }
  >();

  /** Labels of `METRICS[metric].labels` that are not given count as absent. */
  add(metric: MetricKey, labels: SeriesLabels, value = 1): void {
    const key = seriesKey(metric, labels);
    const series = this.#series.get(key);
    if (series) series.values.push(value);
    else this.#series.set(key, { metric, labels, values: [value] });
  }

  series(): readonly ExpectedSeries[] {
    return [...this.#series.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, series]) => series);
  }
}

/** One text per series, whatever order its labels come in. Absent and empty labels are the same. */
export function seriesKey(metric: MetricKey, labels: SeriesLabels): string {
  const known: readonly Label[] = METRICS[metric].labels;
  const pairs = known.flatMap((label) => (labels[label] ? [`${label}="${labels[label]}"`] : []));
  return `${METRICS[metric].prometheus}{${pairs.join(",")}}`;
}

/** Sum of the observations of all series of `metric` that carry these labels. */
export function total(
  series: readonly ExpectedSeries[],
  metric: MetricKey,
  labels: SeriesLabels = {},
): number {
  return matching(series, metric, labels).reduce((sum, { values }) => sum + sumOf(values), 0);
}

/** Number of observations of all series of `metric` that carry these labels. */
export function observations(
  series: readonly ExpectedSeries[],
  metric: MetricKey,
  labels: SeriesLabels = {},
): number {
  return matching(series, metric, labels).reduce((sum, { values }) => sum + values.length, 0);
}

function matching(series: readonly ExpectedSeries[], metric: MetricKey, labels: SeriesLabels) {
  const wanted = Object.entries(labels) as [Label, string][];
  return series.filter(
    (s) => s.metric === metric && wanted.every(([label, value]) => s.labels[label] === value),
  );
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
