import { DEMO_RANGE } from "./demo-day.ts";

/** One moment of the day. */
export interface Moment {
  readonly seconds: number;
  /** Spans received since the beginning. */
  readonly spans: number;
}

type Values = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];

const JAEGER = "otlp_grpc/jaeger";
const STORE = "otlp_http/victoriametrics";
const BATCHES = 1000;

/** Jaeger answers slowly for a quarter of an hour: its queue fills and empties again. */
const SLOW_JAEGER = { fromMinute: 62, toMinute: 77, deepest: 640 } as const;
/** Memory runs short for a moment. */
const REFUSED = { fromMinute: 203, toMinute: 206, perMinute: 70 } as const;

const minuteOf = (seconds: number) => (seconds - DEMO_RANGE.startSeconds) / 60;

/** 0 before, 1 in the middle, 0 after. */
function bump(minute: number, from: number, to: number): number {
  if (minute <= from || minute >= to) return 0;
  return Math.sin((Math.PI * (minute - from)) / (to - from));
}

const queued = ({ seconds }: Moment) =>
  Math.round(
    SLOW_JAEGER.deepest * bump(minuteOf(seconds), SLOW_JAEGER.fromMinute, SLOW_JAEGER.toMinute),
  );
const refused = ({ seconds }: Moment) => {
  const { fromMinute, toMinute, perMinute } = REFUSED;
  const minutes = Math.min(Math.max(minuteOf(seconds) - fromMinute, 0), toMinute - fromMinute);
  return Math.round(minutes * perMinute);
};
/** A value that goes up and down a little, in whole numbers. */
const about = (middle: number, swing: number, { seconds }: Moment) =>
  Math.round(middle + swing * Math.sin(seconds / 900) + (swing / 3) * Math.sin(seconds / 170));
const since = ({ seconds }: Moment) => seconds - DEMO_RANGE.startSeconds + 86_400;
const received = (spans: number) => [
  [{ receiver: "otlp", transport: "grpc" }, Math.floor(spans * 0.6)] as const,
  [{ receiver: "otlp", transport: "http" }, spans - Math.floor(spans * 0.6)] as const,
];
const parts = ["collector", "jaeger", "victoriametrics", "vmalert", "alertmanager"];
const sent = (spans: number) => Math.floor(spans * 0.35);

/**
 * What the kit's own parts say about themselves on that day, by the name of the metric. Only those
 * that a revision's table holds are written; one that is not here gets a wave (`demo-fill.ts`).
 */
export const SELF_STORIES: Readonly<Record<string, (moment: Moment) => Values>> = {
  otelcol_receiver_accepted_spans: ({ spans }) => received(spans),
  otelcol_receiver_refused_spans: (moment) => [
    [{ receiver: "otlp", transport: "grpc" }, refused(moment)],
  ],
  otelcol_exporter_queue_size: (moment) => [
    [{ exporter: JAEGER, data_type: "traces" }, 3 + queued(moment)],
    [{ exporter: STORE, data_type: "metrics" }, about(4, 2, moment)],
  ],
  otelcol_exporter_queue_capacity: () => [
    [{ exporter: JAEGER, data_type: "traces" }, BATCHES],
    [{ exporter: STORE, data_type: "metrics" }, BATCHES],
  ],
  otelcol_exporter_sent_spans: ({ spans }) => [[{ exporter: JAEGER }, sent(spans)]],
  otelcol_exporter_sent_metric_points: (moment) => [[{ exporter: STORE }, 14 * since(moment)]],
  otelcol_exporter_send_failed_spans: () => [[{ exporter: JAEGER }, 0]],
  otelcol_exporter_send_failed_metric_points: () => [[{ exporter: STORE }, 0]],
  otelcol_exporter_enqueue_failed_spans: () => [[{ exporter: JAEGER }, 0]],
  otelcol_exporter_enqueue_failed_metric_points: () => [[{ exporter: STORE }, 0]],
  otelcol_processor_tail_sampling_new_trace_id_received: ({ spans }) => [
    [{}, Math.floor(spans * 0.08)],
  ],
  otelcol_processor_tail_sampling_count_traces_sampled: ({ spans }) =>
    (
      [
        ["errors", 0.012],
        ["slow", 0.008],
        ["baseline", 0.007],
      ] as const
    ).flatMap(([policy, share]) => [
      [{ policy, decision: "sampled" }, Math.floor(spans * share)] as const,
      [{ policy, decision: "not_sampled" }, Math.floor(spans * (0.08 - share))] as const,
    ]),
  otelcol_processor_tail_sampling_global_count_traces_sampled: ({ spans }) => [
    [{ decision: "sampled" }, Math.floor(spans * 0.025)],
    [{ decision: "not_sampled" }, Math.floor(spans * 0.055)],
  ],
  otelcol_processor_tail_sampling_sampling_traces_on_memory: (moment) => [
    [{}, about(420, 120, moment)],
  ],
  otelcol_processor_tail_sampling_sampling_trace_dropped_too_early: () => [[{}, 0]],
  otelcol_processor_tail_sampling_traces_dropped_too_large: () => [[{}, 0]],
  otelcol_processor_tail_sampling_early_releases_from_cache_decision: ({ spans }) => [
    [{ sampled: "true" }, Math.floor(spans * 0.02)],
    [{ sampled: "false" }, Math.floor(spans * 0.05)],
  ],
  otelcol_deltatocumulative_streams_tracked: (moment) => [[{}, about(1150, 60, moment)]],
  otelcol_deltatocumulative_streams_limit: () => [[{}, 20_000]],
  otelcol_deltatocumulative_datapoints: (moment) => [
    [{}, 40 * since(moment)],
    [{ error: "limit" }, 0],
  ],
  otelcol_process_memory_rss: (moment) => [[{}, 1024 * about(210_000, 24_000, moment)]],
  otelcol_process_cpu_seconds: (moment) => [[{}, Math.floor(0.14 * since(moment))]],
  otelcol_process_uptime: (moment) => [[{}, since(moment)]],
  up: () => parts.map((job) => [{ job }, 1]),
  vm_rows: (moment) => [
    [{ type: "storage/small" }, 45 * since(moment)],
    [{ type: "storage/inmemory" }, about(30_000, 9000, moment)],
    [{ type: "indexdb/file" }, 14_000],
  ],
  vm_rows_added_to_storage_total: (moment) => [[{}, 54 * since(moment)]],
  vm_new_timeseries_created_total: (moment) => [[{}, 900 + Math.floor(since(moment) / 120)]],
  vm_data_size_bytes: (moment) => [
    [{ type: "storage/small" }, 60_000_000 + 38 * since(moment)],
    [{ type: "indexdb/file" }, 9_000_000],
  ],
  vm_free_disk_space_bytes: (moment) => [
    [{ path: "/data" }, 42_000_000_000 - 9_000 * since(moment)],
  ],
  vm_total_disk_space_bytes: () => [[{ path: "/data" }, 80_000_000_000]],
  vmalert_alerting_rules_errors_total: () => [[{ alertname: "AgentLatencyP99High" }, 0]],
  vmalert_iteration_duration_seconds: (moment) => [
    [{ group: "agentobs", quantile: "0.99" }, about(60, 18, moment) / 1000],
  ],
  alertmanager_notifications_failed_total: () => [
    [{ integration: "webhook", receiver_name: "webhook-1" }, 0],
  ],
};
