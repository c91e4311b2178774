import { COMMON_LABELS, type Label, LABELS, METRICS, type MetricKey } from "../core/metrics.ts";
import { ENVIRONMENT, NOTE, SERVICE } from "./attributes.ts";
import { LOG_ROWS, type Row, SPAN_ROWS } from "./rows.ts";
import { call, entry, present, set, dropMatching, drop } from "./ottl.ts";
import type { Connector, Count, NonEmpty, Processor } from "./pipeline.ts";
import type { CollectorPlan } from "./plan.ts";
import { transform } from "./transform.ts";

type DerivePlan = CollectorPlan["derive"];

/** Where a label's value is while it is counted; the label transform gives it its final name. */
const SOURCES: Partial<Record<Label, { key: string; ifAbsent?: string; optional?: true }>> = {
  gen_ai_agent_name: { key: LABELS.gen_ai_agent_name, optional: true },
  gen_ai_request_model: { key: NOTE.model },
  gen_ai_provider_name: { key: LABELS.gen_ai_provider_name, ifAbsent: "unknown" },
  error_type: { key: LABELS.error_type, optional: true },
  status: { key: NOTE.status },
  convention: { key: NOTE.convention },
  gen_ai_token_type: { key: NOTE.tokenType },
  reason: { key: NOTE.reason },
  where: { key: NOTE.where },
  attribute: { key: NOTE.attribute },
};

/**
 * One entry of the connector.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/connector/signaltometricsconnector
 */
function definition(row: Row, plan: DerivePlan): object {
  const metric = METRICS[row.metric];
  const labels = metric.labels.map((label: Label) => {
    const { key, ifAbsent, optional } = SOURCES[label] ?? { key: LABELS[label] };
    const value = row.constants?.[label] ?? ifAbsent;
    return { key, ...(value === undefined ? optional && { optional } : { default_value: value }) };
  });
  // A key that must be there is the cheapest condition; as an own note it is cleared again below.
  const marks = row.marks.filter((mark) => !labels.some(({ key }) => key === mark));
  return {
    name: metric.otel,
    unit: metric.unit,
    description: metric.description,
    include_resource_attributes: [{ key: SERVICE }, { key: ENVIRONMENT }],
    attributes: [...marks.map((key) => ({ key })), ...labels],
    ...(row.when && { conditions: [row.when] }),
    ...aggregation(row, plan),
  };
}

function aggregation({ metric, value }: Row, plan: DerivePlan): object {
  switch (METRICS[metric].kind) {
    // A gauge is counted too, because only counts are capped; `timesOfSight` gives it its value.
    case "gauge":
    case "counter":
      return { sum: { value, monotonic: true } };
    case "histogram":
      return { histogram: { buckets: bucketsOf(metric, plan), count: "1", value } };
  }
}

/** The metric's own bounds and the alerts' thresholds, so that an alert can ask for exactly those. */
function bucketsOf(key: MetricKey, { extraBuckets }: DerivePlan): number[] {
  const metric = METRICS[key];
  const own: readonly number[] = "buckets" in metric ? metric.buckets : [];
  return [...new Set([...own, ...(extraBuckets[key] ?? [])])].sort((a, b) => a - b);
}

/** Every metric, each with a cap on its series, so that a runaway label spoils no other metric. */
export function counts(plan: DerivePlan): NonEmpty<Count> {
  const [first, ...others] = (Object.keys(METRICS) as MetricKey[]).map((key) => count(key, plan));
  if (!first) throw new Error("the table of metrics is empty");
  return [first, ...others];
}

function count(key: MetricKey, plan: DerivePlan): Count {
  const name = METRICS[key].otel.replaceAll(".", "_");
  const of = (rows: readonly Row[]) =>
    rows.filter(({ metric }) => metric === key).map((row) => definition(row, plan));
  const [spans, logs] = [of(SPAN_ROWS), of(LOG_ROWS)];
  // Errors are skipped and logged: by default one bad span would fail its whole batch.
  const part = { kind: "connectors", type: "signal_to_metrics", to: "metrics" } as const;
  const config = { error_mode: "ignore" };
  return {
    name,
    ...(spans.length > 0 && {
      fromSpans: { ...part, name, from: "traces", config: { ...config, spans } },
    }),
    ...(logs.length > 0 && {
      fromLogs: { ...part, name: `${name}_logs`, from: "logs", config: { ...config, logs } },
    }),
    processors: [
      accumulate(plan),
      ...(METRICS[key].kind === "gauge" ? [timesOfSight()] : []),
      flushEvery(plan),
      nameLabels(),
    ],
  };
}

export const forward: Connector<"traces", "traces"> = {
  kind: "connectors",
  type: "forward",
  name: "sample",
  from: "traces",
  to: "traces",
  config: {},
};

/**
 * Concurrent requests become one order: the accumulation drops what comes out of order, silently.
 * https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/processor/batchprocessor
 */
export const serialise: Processor<"serialise"> = {
  kind: "processors",
  role: "serialise",
  type: "batch",
  name: "serialise",
  config: { send_batch_size: 2048, send_batch_max_size: 4096, timeout: "200ms" },
};

/** A count that has grown just now becomes the time of it. */
function timesOfSight(): Processor<"shape"> {
  return transform("last_seen", {
    metrics: [
      { statements: [call("convert_sum_to_gauge()", "metric.type == METRIC_DATA_TYPE_SUM")] },
      { statements: [set("datapoint.value_int", "UnixSeconds(Now())")] },
    ],
  });
}

/**
 * Sums deltas up. `max_stale` is a day because the default of 5 minutes resets idle counters. Each
 * pipeline has a processor of its own, with `max_streams` of its own; what is over it is dropped and
 * counted: https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.161.0/processor/deltatocumulativeprocessor/documentation.md
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/processor/deltatocumulativeprocessor
 */
export function accumulate(plan: DerivePlan): Processor<"accumulate"> {
  return {
    kind: "processors",
    role: "accumulate",
    type: "delta_to_cumulative",
    config: { max_stale: "24h", max_streams: plan.maxSeriesPerMetric },
  };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/processor/intervalprocessor */
function flushEvery({ flushSeconds }: DerivePlan): Processor<"accumulate"> {
  const config = { interval: `${flushSeconds}s` };
  return { kind: "processors", role: "accumulate", type: "interval", config };
}

/** Gives labels their final names, and makes them labels in any store: resources come out empty. */
function nameLabels(): Processor<"shape"> {
  const point = (key: string): string => entry("datapoint.attributes", key);
  const resource = (key: string): string => entry("resource.attributes", key);
  const renamed = (Object.keys(LABELS) as Label[]).flatMap((label) => {
    const from = SOURCES[label]?.key;
    return from === undefined || from === LABELS[label]
      ? []
      : [set(point(LABELS[label]), point(from), present(point(from)))];
  });
  const instance = "signal_to_metrics.service.instance.id";
  const promoted = COMMON_LABELS.map((label) => {
    const from = resource(label === "gateway" ? instance : LABELS[label]);
    return set(point(LABELS[label]), from, present(from));
  });
  return transform("labels", {
    metrics: [
      {
        statements: [...renamed, dropMatching("datapoint.attributes", "^agentobs[.]"), ...promoted],
      },
      // A group of its own: in the one above it would run once per point, before the last is done.
      {
        statements: [SERVICE, ENVIRONMENT, instance].map((key) => drop("resource.attributes", key)),
      },
    ],
  });
}
