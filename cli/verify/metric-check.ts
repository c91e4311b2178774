import { type Label, METRICS, type MetricKey } from "../../components/core/metrics.ts";
import { type ExpectedSeries, type SeriesLabels, seriesKey, sumOf } from "../traffic/tally.ts";
import { type Finding, finding } from "./check.ts";
import { LONG_TASKS } from "./marked-run.ts";
import { type CountedFrom, growth, type StoredSeries } from "./stored-series.ts";

/** Sums of floating-point numbers may differ in the last digits, counts may not. */
const RELATIVE_TOLERANCE = 1e-6;

/** What a run cannot foretell exactly; `metricFindings` says how each is judged. */
const NOT_COUNTED = ["lastSeen", "valuesBounded"] as const satisfies MetricKey[];

/** One finding per derived metric: every series of the verify agent grew by exactly what was sent. */
export function metricFindings(
  store: string,
  expected: readonly ExpectedSeries[],
  stored: readonly StoredSeries[],
  from: CountedFrom,
): readonly Finding[] {
  const counted = Object.keys(METRICS).filter(
    (key): key is MetricKey => !(NOT_COUNTED as readonly string[]).includes(key),
  );
  return [
    ...counted.map((metric) => countedFinding(metric, expected, stored, from)),
    lastSeenFinding(stored, from),
    boundedFinding(stored, from),
  ].map((one) => ({ ...one, name: `${one.name} in ${store}` }));
}

function countedFinding(
  metric: MetricKey,
  expected: readonly ExpectedSeries[],
  stored: readonly StoredSeries[],
  from: CountedFrom,
): Finding {
  const wanted = expected.filter((series) => series.metric === metric);
  const want = new Map<string, number>();
  for (const { labels, values } of wanted)
    for (const [part, amount] of partsOf(metric, values, boundsOf(metric, labels, stored)))
      want.set(seriesKey(metric, labels) + part, amount);
  const seen = new Map<string, number>();
  for (const series of stored.filter(({ labels }) => belongsTo(metric, labels))) {
    const key = seriesKey(metric, ownLabels(metric, series.labels)) + partOf(metric, series.labels);
    seen.set(key, (seen.get(key) ?? 0) + growth(series, from));
  }
  const details = [...new Set([...want.keys(), ...seen.keys()])]
    .filter((key) => !same(want.get(key) ?? 0, seen.get(key) ?? 0))
    .map((key) => `${key}: ${number(seen.get(key) ?? 0)} instead of ${number(want.get(key) ?? 0)}`);
  const headline = METRICS[metric].kind === "histogram" ? " count" : "";
  const total = (map: ReadonlyMap<string, number>) =>
    number(sumOf([...map].filter(([key]) => key.endsWith(`}${headline}`)).map(([, n]) => n)));
  return finding(METRICS[metric].prometheus, total(want), total(seen), details);
}

/** A counter has one number; a histogram a sum, a count and one number per bound. */
function partsOf(metric: MetricKey, values: readonly number[], bounds: readonly string[]) {
  if (METRICS[metric].kind !== "histogram") return [["", sumOf(values)]] as const;
  return [
    [" sum", sumOf(values)],
    [" count", values.length],
    ...bounds.map(
      (le) => [` le=${le}`, values.filter((value) => value <= bound(le)).length] as const,
    ),
  ] as const;
}

function boundsOf(metric: MetricKey, labels: SeriesLabels, stored: readonly StoredSeries[]) {
  const key = seriesKey(metric, labels);
  const own = stored.filter(
    (series) =>
      belongsTo(metric, series.labels) &&
      seriesKey(metric, ownLabels(metric, series.labels)) === key,
  );
  return [...new Set(own.flatMap((series) => series.labels["le"] ?? []))];
}

function belongsTo(metric: MetricKey, labels: Readonly<Record<string, string>>): boolean {
  const { prometheus, kind } = METRICS[metric];
  const name = labels["__name__"] ?? "";
  return kind === "histogram"
    ? [`${prometheus}_sum`, `${prometheus}_count`, `${prometheus}_bucket`].includes(name)
    : name === prometheus;
}

function partOf(metric: MetricKey, labels: Readonly<Record<string, string>>): string {
  if (METRICS[metric].kind !== "histogram") return "";
  const suffix = (labels["__name__"] ?? "").slice(METRICS[metric].prometheus.length + 1);
  return suffix === "bucket" ? ` le=${labels["le"] ?? ""}` : ` ${suffix}`;
}

/** The metric's own labels; those that a sender cannot know, such as the convention, count together. */
function ownLabels(metric: MetricKey, labels: Readonly<Record<string, string>>): SeriesLabels {
  const known: readonly Label[] = METRICS[metric].labels;
  return Object.fromEntries(
    known.filter((label) => label !== "convention").map((label) => [label, labels[label] ?? ""]),
  );
}

function lastSeenFinding(stored: readonly StoredSeries[], { sentMillis }: CountedFrom): Finding {
  const name = METRICS.lastSeen.prometheus;
  const seen = Math.max(
    0,
    ...stored
      .filter((s) => s.labels["__name__"] === name)
      .flatMap((s) => s.samples.map(({ value }) => value)),
  );
  const fresh = seen >= Math.floor(sentMillis / 1000);
  return finding(name, "now", fresh ? "now" : seen === 0 ? "never" : "before this run");
}

/** This metric has no agent: other traffic may add to what the marked run's long tasks add. */
function boundedFinding(stored: readonly StoredSeries[], from: CountedFrom): Finding {
  const name = METRICS.valuesBounded.prometheus;
  const own = stored.filter(
    ({ labels }) => labels["__name__"] === name && labels["attribute"] === "agent.task",
  );
  const bounded = sumOf(own.map((series) => growth(series, from)));
  const enough = bounded >= LONG_TASKS;
  return { ...finding(name, `≥ ${LONG_TASKS}`, number(bounded)), ok: enough };
}

function bound(le: string): number {
  return le === "+Inf" ? Infinity : Number(le);
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}
