import { LABELS, METRICS, type MetricKey } from "../../../components/core/metrics.ts";
import { VERIFY_AGENT } from "../../../components/core/names.ts";
import { type ExpectedSeries, type SeriesLabels, seriesKey } from "../../traffic/tally.ts";
import { askJson, type Backend } from "../ask.ts";
import { type Canaries, type Canary, survivors } from "../canaries.ts";
import { type Finding, finding, leaksFinding } from "../check.ts";
import { COMPARED } from "../compared.ts";
import { EVERY_DATASET, type Query, type Row, rowsOf } from "./honeycomb-query.ts";
import { type MetricStore, NO_TRACE, type StoredSpan, type TraceStore } from "./store.ts";

const PLACE = {
  trace: "trace.trace_id",
  span: "trace.span_id",
  parent: "trace.parent_id",
  service: "service.name",
  name: "name",
} as const;
/** Spans begin before they are sent, by the length of the run. */
const EARLIER_MILLIS = 60_000;
/** Conditions of one query. */
const CONDITIONS = 90;

/**
 * One row a span: the columns that are compared, as groups. What leaks is looked for in every text
 * column of the services' datasets: a group shows only the columns that it is asked for.
 */
export function honeycombTraces(backend: Backend, services: readonly string[]): TraceStore {
  return {
    find: async ({ traceId, sentMillis }) => {
      const query: Query = {
        calculations: [{ op: "COUNT" }],
        breakdowns: [PLACE.span, PLACE.parent, PLACE.service, PLACE.name, ...COMPARED],
        filters: [{ column: PLACE.trace, op: "=", value: traceId }],
      };
      const rows = await rowsOf(backend, EVERY_DATASET, query, sentMillis - EARLIER_MILLIS);
      // Events of spans are rows too, without an id of their own.
      const spans = rows.filter((row) => typeof row[PLACE.span] === "string").map(storedSpan);
      return spans.length === 0 ? NO_TRACE : { spans, text: JSON.stringify(rows) };
    },
    leaks: async (canaries, { sentMillis }) => {
      const columns = await Promise.all(services.map((service) => textColumns(backend, service)));
      return found(backend, canaries, [...new Set(columns.flat())], sentMillis);
    },
  };
}

function storedSpan(row: Row): StoredSpan {
  const text = (key: string): string | undefined => {
    const value = row[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    spanId: text(PLACE.span) ?? "",
    parentSpanId: text(PLACE.parent),
    service: text(PLACE.service) ?? "",
    name: text(PLACE.name) ?? "",
    attributes: row,
  };
}

interface Column {
  readonly key_name: string;
  readonly type: string;
}

/** https://api-docs.honeycomb.io/api/columns */
async function textColumns(backend: Backend, dataset: string): Promise<string[]> {
  const columns = await askJson<readonly Column[]>(backend, { path: `/1/columns/${dataset}` });
  return columns.flatMap(({ key_name: key, type }) => (type === "string" ? [key] : []));
}

async function found(
  backend: Backend,
  canaries: Canaries,
  columns: readonly string[],
  sentMillis: number,
): Promise<string[]> {
  const leaks: string[] = [];
  for (const { what, needle } of Object.values(canaries) as Canary[])
    for (let from = 0; from < columns.length; from += CONDITIONS) {
      const part = columns.slice(from, from + CONDITIONS);
      const query: Query = {
        calculations: [{ op: "COUNT" }],
        filters: part.map((column) => ({ column, op: "contains", value: needle })),
        filter_combination: "OR",
      };
      const rows = await rowsOf(backend, EVERY_DATASET, query, sentMillis - EARLIER_MILLIS);
      const hits = rows.reduce((sum, row) => sum + Number(row["COUNT"] ?? 0), 0);
      if (hits > 0) leaks.push(`${what} found in Honeycomb, in ${hits} events`);
    }
  return leaks;
}

/** Distributions are stored by bucket, and shown as percentiles: no sum or count of them is asked for. */
const ASKED = (Object.keys(METRICS) as MetricKey[]).filter(
  (key) => METRICS[key].kind === "counter" && key !== "valuesBounded",
);

/**
 * Whether every counter that the run adds to has come in since, with each of its labels. Amounts are
 * not compared: Honeycomb shows the increase within a step of time, and nobody documents what the first
 * value of a series adds to it.
 * https://docs.honeycomb.io/investigate/query/apply-temporal-aggregation
 */
export function honeycombMetrics(backend: Backend, dataset: string): MetricStore {
  const there = new Set<MetricKey>();
  const shownRows: Row[] = [];
  const ask = async (metric: MetricKey, expected: readonly ExpectedSeries[], since: number) => {
    const { otel } = METRICS[metric];
    const labels = labelsOf(metric);
    const query: Query = {
      calculations: [{ op: "COUNT_DATAPOINTS", column: otel }],
      breakdowns: labels.map((label) => LABELS[label]),
      filters: [{ column: LABELS.gen_ai_agent_name, op: "=", value: VERIFY_AGENT }],
    };
    const rows = await rowsOf(backend, dataset, query, since);
    shownRows.push(...rows);
    const counted = rows.filter((row) => Number(row[`COUNT_DATAPOINTS(${otel})`] ?? 0) > 0);
    return seriesFinding(metric, expected, counted);
  };
  return {
    findings: async (expected, { sentMillis }) => {
      const findings: Finding[] = [];
      for (const metric of ASKED) {
        const own = expected.filter((series) => series.metric === metric);
        if (own.length === 0) continue;
        // Results are metered: what was seen is not asked for again.
        const one = there.has(metric)
          ? seriesFinding(metric, own, undefined)
          : await ask(metric, own, sentMillis);
        if (one.ok) there.add(metric);
        findings.push(one);
      }
      return findings;
    },
    // A metric's own labels are all that an agent can write to.
    leaks: async (canaries) => {
      const name = "canaries in Honeycomb, metrics";
      if (shownRows.length === 0) return finding(name, 0, "no series to search in");
      const columns = await textColumns(backend, dataset);
      const text = JSON.stringify([shownRows, columns]);
      return leaksFinding(name, survivors(canaries, "Honeycomb", text));
    },
  };
}

/** Those that a sender cannot know, such as the convention, are left out. */
const labelsOf = (metric: MetricKey) =>
  METRICS[metric].labels.filter((label) => label !== "convention");

/** @param counted groups with a value; undefined when all were seen before */
function seriesFinding(
  metric: MetricKey,
  expected: readonly ExpectedSeries[],
  counted: readonly Row[] | undefined,
): Finding {
  const wanted = expected.map(({ labels }) => seriesKey(metric, labels));
  const seen = new Set(
    counted?.map((row) => {
      const labels = labelsOf(metric).map((label) => [label, shown(row[LABELS[label]])]);
      return seriesKey(metric, Object.fromEntries(labels) as SeriesLabels);
    }) ?? wanted,
  );
  const missing = wanted.filter((key) => !seen.has(key));
  return finding(
    `${METRICS[metric].otel} in Honeycomb, series`,
    wanted.length,
    wanted.length - missing.length,
    missing.map((key) => `missing: ${key}`),
  );
}

/** A group's value as a label shows it: columns of true and false, or of numbers, are typed. */
const shown = (value: unknown): string =>
  typeof value === "string" || typeof value === "boolean" || typeof value === "number"
    ? String(value)
    : "";
