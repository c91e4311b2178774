interface SelfMetric {
  readonly prometheus: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  /** Which part of the kit exposes it; `scrape` is the store's own note about each part. */
  readonly from: "collector" | "vmalert" | "victoriametrics" | "alertmanager" | "scrape";
  readonly description: string;
}

/**
 * What the kit's own parts say about themselves, as far as a panel or a rule reads it. The
 * collector's names are those of a Prometheus reader without suffixes:
 * https://opentelemetry.io/docs/collector/internal-telemetry/#lists-of-internal-metrics
 * Jaeger is built from the same parts and exposes the same names: `job` tells them apart.
 */
export const SELF_METRICS = {
  alerts: {
    prometheus: "ALERTS",
    kind: "gauge",
    labels: ["alertname", "alertstate", "severity", "gen_ai_agent_name"],
    from: "vmalert",
    description: "1 for every pending or firing alert",
  },
  spansAccepted: {
    prometheus: "otelcol_receiver_accepted_spans",
    kind: "counter",
    labels: ["job", "receiver", "transport"],
    from: "collector",
    description: "Spans received from agents",
  },
  spansRefused: {
    prometheus: "otelcol_receiver_refused_spans",
    kind: "counter",
    labels: ["job", "receiver", "transport"],
    from: "collector",
    description: "Spans sent back to agents, because memory ran short",
  },
  samplesOverCap: {
    prometheus: "otelcol_deltatocumulative_datapoints",
    kind: "counter",
    labels: ["error"],
    from: "collector",
    description: "Samples of derived metrics; `error=limit` were over their metric's cap on series",
  },
  queueSize: {
    prometheus: "otelcol_exporter_queue_size",
    kind: "gauge",
    labels: ["job", "exporter", "data_type"],
    from: "collector",
    description: "Items waiting for a destination",
  },
  queueCapacity: {
    prometheus: "otelcol_exporter_queue_capacity",
    kind: "gauge",
    labels: ["job", "exporter", "data_type"],
    from: "collector",
    description: "Items that may wait for a destination",
  },

  // What the dashboard of the collector and the coverage draws.
  up: {
    prometheus: "up",
    kind: "gauge",
    labels: ["job"],
    from: "scrape",
    description: "1 for every part that answers, 0 for one that does not",
  },
  spansSent: {
    prometheus: "otelcol_exporter_sent_spans",
    kind: "counter",
    labels: ["job", "exporter"],
    from: "collector",
    description: "Spans that a destination took, or the second tier",
  },
  pointsSent: {
    prometheus: "otelcol_exporter_sent_metric_points",
    kind: "counter",
    labels: ["job", "exporter"],
    from: "collector",
    description: "Metric points that a destination took",
  },
  spansSendFailed: {
    prometheus: "otelcol_exporter_send_failed_spans",
    kind: "counter",
    labels: ["job", "exporter"],
    from: "collector",
    description: "Spans that a destination refused for good",
  },
  pointsSendFailed: {
    prometheus: "otelcol_exporter_send_failed_metric_points",
    kind: "counter",
    labels: ["job", "exporter"],
    from: "collector",
    description: "Metric points that a destination refused for good",
  },
  spansNotQueued: {
    prometheus: "otelcol_exporter_enqueue_failed_spans",
    kind: "counter",
    labels: ["job", "exporter"],
    from: "collector",
    description: "Spans that a full queue did not take",
  },
  tracesDecided: {
    prometheus: "otelcol_processor_tail_sampling_count_traces_sampled",
    kind: "counter",
    labels: ["job", "policy", "decision"],
    from: "collector",
    description: "Decisions of each sampling policy",
  },
  tracesSampled: {
    prometheus: "otelcol_processor_tail_sampling_global_count_traces_sampled",
    kind: "counter",
    labels: ["job", "sampled", "decision"],
    from: "collector",
    description: "Traces kept and not kept, by any policy",
  },
  tracesInBuffer: {
    prometheus: "otelcol_processor_tail_sampling_sampling_traces_on_memory",
    kind: "gauge",
    labels: ["job"],
    from: "collector",
    description: "Traces that wait for their decision or were just decided",
  },
  tracesDroppedEarly: {
    prometheus: "otelcol_processor_tail_sampling_sampling_trace_dropped_too_early",
    kind: "counter",
    labels: ["job"],
    from: "collector",
    description: "Traces pushed out of the full buffer before their decision",
  },
  tracesTooLarge: {
    prometheus: "otelcol_processor_tail_sampling_traces_dropped_too_large",
    kind: "counter",
    labels: ["job"],
    from: "collector",
    description: "Traces dropped for their size",
  },
  tracesReceived: {
    prometheus: "otelcol_processor_tail_sampling_new_trace_id_received",
    kind: "counter",
    labels: ["job"],
    from: "collector",
    description: "Traces that began to wait for a decision",
  },
  samplingTracesLost: {
    prometheus: "agentobs:sampling_traces_lost:increase1h",
    kind: "gauge",
    labels: [],
    from: "vmalert",
    description: "Traces of the last hour that were in a sampling buffer when its collector ended",
  },
  tierSpansLost: {
    prometheus: "agentobs:tier_spans_lost:increase1h",
    kind: "gauge",
    labels: [],
    from: "vmalert",
    description: "Spans of the last hour that left a gateway and reached no sampler",
  },
  spansAfterDecision: {
    prometheus: "otelcol_processor_tail_sampling_early_releases_from_cache_decision",
    kind: "counter",
    labels: ["job", "sampled"],
    from: "collector",
    description: "Spans that came after their trace was decided, and followed the decision",
  },
  samplingRound: {
    prometheus: "otelcol_processor_tail_sampling_sampling_decision_timer_latency",
    kind: "histogram",
    labels: ["job"],
    from: "collector",
    description: "Milliseconds of one round of sampling decisions",
  },
  streamsTracked: {
    prometheus: "otelcol_deltatocumulative_streams_tracked",
    kind: "gauge",
    labels: ["job"],
    from: "collector",
    description: "Series that the collector counts",
  },
  streamsLimit: {
    prometheus: "otelcol_deltatocumulative_streams_limit",
    kind: "gauge",
    labels: ["job"],
    from: "collector",
    description: "Series that the collector may count",
  },
  pointsCounted: {
    prometheus: "otelcol_deltatocumulative_datapoints",
    kind: "counter",
    labels: ["job", "error"],
    from: "collector",
    description: "Points added to a series; `error` says why one was not: limit, or out of order",
  },
  collectorMemory: {
    prometheus: "otelcol_process_memory_rss",
    kind: "gauge",
    labels: ["job"],
    from: "collector",
    description: "Resident memory, in bytes",
  },
  collectorCpu: {
    prometheus: "otelcol_process_cpu_seconds",
    kind: "counter",
    labels: ["job"],
    from: "collector",
    description: "Processor time used, in seconds",
  },
  storeRows: {
    prometheus: "vm_rows",
    kind: "gauge",
    labels: ["type"],
    from: "victoriametrics",
    description: "Samples in the store, by the place that they are in",
  },
  storeRowsAdded: {
    prometheus: "vm_rows_added_to_storage_total",
    kind: "counter",
    labels: [],
    from: "victoriametrics",
    description: "Samples written",
  },
  storeSeriesCreated: {
    prometheus: "vm_new_timeseries_created_total",
    kind: "counter",
    labels: [],
    from: "victoriametrics",
    description: "Series that the store had never seen before",
  },
  storeSize: {
    prometheus: "vm_data_size_bytes",
    kind: "gauge",
    labels: ["type"],
    from: "victoriametrics",
    description: "Disk and memory that samples and index take, in bytes",
  },
  diskFree: {
    prometheus: "vm_free_disk_space_bytes",
    kind: "gauge",
    labels: ["path"],
    from: "victoriametrics",
    description: "Free space where the store writes, in bytes",
  },
  ruleErrors: {
    prometheus: "vmalert_alerting_rules_errors_total",
    kind: "counter",
    labels: ["alertname"],
    from: "vmalert",
    description: "Evaluations of a rule that failed",
  },
  rulesSeconds: {
    prometheus: "vmalert_iteration_duration_seconds",
    kind: "gauge",
    labels: ["group", "quantile"],
    from: "vmalert",
    description: "Seconds that one evaluation of all rules of a group takes",
  },
  notificationsFailed: {
    prometheus: "alertmanager_notifications_failed_total",
    kind: "counter",
    labels: ["integration", "reason"],
    from: "alertmanager",
    description: "Notifications that nobody took",
  },
} as const satisfies Record<string, SelfMetric>;
