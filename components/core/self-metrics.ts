interface SelfMetric {
  readonly prometheus: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  /** Which part of the kit exposes it; `scrape` is what the store notes about each scrape. */
  readonly from:
    | "collector"
    | "vmalert"
    | "victoriametrics"
    | "jaeger"
    | "alertmanager"
    | "kubelet"
    | "scrape";
  readonly description: string;
}

/** What a scrape adds: the workload's name and its address. */
const SCRAPED = ["job", "instance"] as const;

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
    labels: ["receiver", "transport", ...SCRAPED],
    from: "collector",
    description: "Spans received from agents",
  },
  spansRefused: {
    prometheus: "otelcol_receiver_refused_spans",
    kind: "counter",
    labels: ["receiver", "transport", ...SCRAPED],
    from: "collector",
    description: "Spans sent back to agents, because memory ran short",
  },
  queueSize: {
    prometheus: "otelcol_exporter_queue_size",
    kind: "gauge",
    labels: ["exporter", "data_type", ...SCRAPED],
    from: "collector",
    description: "Items waiting for a destination",
  },
  queueCapacity: {
    prometheus: "otelcol_exporter_queue_capacity",
    kind: "gauge",
    labels: ["exporter", "data_type", ...SCRAPED],
    from: "collector",
    description: "Items that may wait for a destination",
  },

  // What the dashboard of the collector and the coverage draws.
  up: {
    prometheus: "up",
    kind: "gauge",
    labels: SCRAPED,
    from: "scrape",
    description: "1 for every part that answers, 0 for one that does not",
  },
  spansSent: {
    prometheus: "otelcol_exporter_sent_spans",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Spans that a destination took, or the second tier",
  },
  pointsSent: {
    prometheus: "otelcol_exporter_sent_metric_points",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Metric points that a destination took",
  },
  spansSendFailed: {
    prometheus: "otelcol_exporter_send_failed_spans",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Spans that a destination refused for good",
  },
  pointsSendFailed: {
    prometheus: "otelcol_exporter_send_failed_metric_points",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Metric points that a destination refused for good",
  },
  spansNotQueued: {
    prometheus: "otelcol_exporter_enqueue_failed_spans",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Spans that a full queue did not take",
  },
  pointsNotQueued: {
    prometheus: "otelcol_exporter_enqueue_failed_metric_points",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Metric points lost before a destination's queue: it was full, or its disk was",
  },
  tracesDecided: {
    prometheus: "otelcol_processor_tail_sampling_count_traces_sampled",
    kind: "counter",
    labels: ["policy", "decision", ...SCRAPED],
    from: "collector",
    description: "Decisions of each sampling policy",
  },
  tracesSampled: {
    prometheus: "otelcol_processor_tail_sampling_global_count_traces_sampled",
    kind: "counter",
    labels: ["sampled", "decision", ...SCRAPED],
    from: "collector",
    description: "Traces kept and not kept, by any policy",
  },
  tracesInBuffer: {
    prometheus: "otelcol_processor_tail_sampling_sampling_traces_on_memory",
    kind: "gauge",
    labels: SCRAPED,
    from: "collector",
    description: "Traces that wait for their decision or were just decided",
  },
  tracesDroppedEarly: {
    prometheus: "otelcol_processor_tail_sampling_sampling_trace_dropped_too_early",
    kind: "counter",
    labels: SCRAPED,
    from: "collector",
    description: "Traces pushed out of the full buffer before their decision",
  },
  tracesTooLarge: {
    prometheus: "otelcol_processor_tail_sampling_traces_dropped_too_large",
    kind: "counter",
    labels: SCRAPED,
    from: "collector",
    description: "Traces dropped for their size",
  },
  tracesReceived: {
    prometheus: "otelcol_processor_tail_sampling_new_trace_id_received",
    kind: "counter",
    labels: SCRAPED,
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
    labels: ["sampled", ...SCRAPED],
    from: "collector",
    description: "Spans that came after their trace was decided, and followed the decision",
  },
  samplingRound: {
    prometheus: "otelcol_processor_tail_sampling_sampling_decision_timer_latency",
    kind: "histogram",
    labels: SCRAPED,
    from: "collector",
    description: "Milliseconds of one round of sampling decisions",
  },
  streamsTracked: {
    prometheus: "otelcol_deltatocumulative_streams_tracked",
    kind: "gauge",
    labels: SCRAPED,
    from: "collector",
    description: "Series that the collector counts",
  },
  streamsLimit: {
    prometheus: "otelcol_deltatocumulative_streams_limit",
    kind: "gauge",
    labels: SCRAPED,
    from: "collector",
    description: "Series that the collector may count",
  },
  pointsCounted: {
    prometheus: "otelcol_deltatocumulative_datapoints",
    kind: "counter",
    labels: ["error", ...SCRAPED],
    from: "collector",
    description: "Points added to a series; `error` says why one was not: limit, or out of order",
  },
  collectorUptime: {
    prometheus: "otelcol_process_uptime",
    kind: "gauge",
    labels: SCRAPED,
    from: "collector",
    description: "Seconds since the collector started: a sign of life where nobody scrapes it",
  },
  collectorMemory: {
    prometheus: "otelcol_process_memory_rss",
    kind: "gauge",
    labels: SCRAPED,
    from: "collector",
    description: "Resident memory, in bytes",
  },
  collectorCpu: {
    prometheus: "otelcol_process_cpu_seconds",
    kind: "counter",
    labels: SCRAPED,
    from: "collector",
    description: "Processor time used, in seconds",
  },
  storeRows: {
    prometheus: "vm_rows",
    kind: "gauge",
    labels: ["type", ...SCRAPED],
    from: "victoriametrics",
    description: "Samples in the store, by the place that they are in",
  },
  storeRowsAdded: {
    prometheus: "vm_rows_added_to_storage_total",
    kind: "counter",
    labels: SCRAPED,
    from: "victoriametrics",
    description: "Samples written",
  },
  storeSeriesCreated: {
    prometheus: "vm_new_timeseries_created_total",
    kind: "counter",
    labels: SCRAPED,
    from: "victoriametrics",
    description: "Series that the store had never seen before",
  },
  storeSize: {
    prometheus: "vm_data_size_bytes",
    kind: "gauge",
    labels: ["type", ...SCRAPED],
    from: "victoriametrics",
    description: "Disk and memory that samples and index take, in bytes",
  },
  diskFree: {
    prometheus: "vm_free_disk_space_bytes",
    kind: "gauge",
    labels: ["path", ...SCRAPED],
    from: "victoriametrics",
    description: "Free space where the store writes, in bytes",
  },
  diskTotal: {
    prometheus: "vm_total_disk_space_bytes",
    kind: "gauge",
    labels: ["path", ...SCRAPED],
    from: "victoriametrics",
    description: "Size of the disk of the metrics store, in bytes",
  },
  /**
   * Set every five minutes, with badger's maintenance; keys and values lie on one disk.
   * https://github.com/jaegertracing/jaeger/blob/v2.2.0/plugin/storage/badger/stats_linux.go
   */
  traceDiskFree: {
    prometheus: "jaeger_storage_badger_key_log_bytes_available",
    kind: "gauge",
    labels: SCRAPED,
    from: "jaeger",
    description: "Free space where Jaeger writes, in bytes",
  },
  volumeFree: {
    prometheus: "kubelet_volume_stats_available_bytes",
    kind: "gauge",
    labels: ["namespace", "persistentvolumeclaim", ...SCRAPED],
    from: "kubelet",
    description: "Free space of a volume, in bytes",
  },
  volumeSize: {
    prometheus: "kubelet_volume_stats_capacity_bytes",
    kind: "gauge",
    labels: ["namespace", "persistentvolumeclaim", ...SCRAPED],
    from: "kubelet",
    description: "Size of a volume, in bytes",
  },
  storeReadOnly: {
    prometheus: "vm_storage_is_read_only",
    kind: "gauge",
    labels: ["path", ...SCRAPED],
    from: "victoriametrics",
    description: "1 when the metrics store refuses writes because its disk is full",
  },
  ruleErrors: {
    prometheus: "vmalert_alerting_rules_errors_total",
    kind: "counter",
    labels: ["alertname", ...SCRAPED],
    from: "vmalert",
    description: "Evaluations of a rule that failed",
  },
  rulesSeconds: {
    prometheus: "vmalert_iteration_duration_seconds",
    kind: "gauge",
    labels: ["group", "quantile", ...SCRAPED],
    from: "vmalert",
    description: "Seconds that one evaluation of all rules of a group takes",
  },
  evaluationErrors: {
    prometheus: "vmalert_execution_errors_total",
    kind: "counter",
    labels: SCRAPED,
    from: "vmalert",
    description: "Rules that could not be evaluated",
  },
  alertsNotSent: {
    prometheus: "vmalert_alerts_send_errors_total",
    kind: "counter",
    labels: ["addr", ...SCRAPED],
    from: "vmalert",
    description: "Alerts that did not get to Alertmanager",
  },
  notificationsFailed: {
    prometheus: "alertmanager_notifications_failed_total",
    kind: "counter",
    labels: ["integration", "reason", "receiver_name", ...SCRAPED],
    from: "alertmanager",
    description: "Notifications that nobody took",
  },
} as const satisfies Record<string, SelfMetric>;
