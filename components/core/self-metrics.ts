interface SelfMetric {
  readonly prometheus: string;
  readonly kind: "counter" | "gauge";
  readonly labels: readonly string[];
  /** Which part of the kit exposes it; `scrape` is what the store notes about each scrape. */
  readonly from: "collector" | "vmalert" | "victoriametrics" | "alertmanager" | "scrape";
  readonly description: string;
}

/** What a scrape adds: the workload's name and its address. */
const SCRAPED = ["job", "instance"] as const;

/**
 * What the kit's own parts say about themselves, as far as a panel or a rule reads it. The
 * collector's names are those of a Prometheus reader without suffixes:
 * https://opentelemetry.io/docs/collector/internal-telemetry/#lists-of-internal-metrics
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
  spansSent: {
    prometheus: "otelcol_exporter_sent_spans",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Spans that a destination took",
  },
  pointsSent: {
    prometheus: "otelcol_exporter_sent_metric_points",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Metric points that a destination took",
  },
  spansRejected: {
    prometheus: "otelcol_exporter_send_failed_spans",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Spans given up: the destination refused them for good",
  },
  pointsRejected: {
    prometheus: "otelcol_exporter_send_failed_metric_points",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Metric points given up: the destination refused them for good",
  },
  spansNotQueued: {
    prometheus: "otelcol_exporter_enqueue_failed_spans",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Spans lost before a destination's queue: it was full, or its disk was",
  },
  pointsNotQueued: {
    prometheus: "otelcol_exporter_enqueue_failed_metric_points",
    kind: "counter",
    labels: ["exporter", ...SCRAPED],
    from: "collector",
    description: "Metric points lost before a destination's queue: it was full, or its disk was",
  },
  tracesDroppedEarly: {
    prometheus: "otelcol_processor_tail_sampling_sampling_trace_dropped_too_early",
    kind: "counter",
    labels: SCRAPED,
    from: "collector",
    description: "Traces pushed out of the sampling buffer before they were decided",
  },
  tracesTooLarge: {
    prometheus: "otelcol_processor_tail_sampling_traces_dropped_too_large",
    kind: "counter",
    labels: SCRAPED,
    from: "collector",
    description: "Traces dropped because one of them would fill the sampling buffer",
  },
  up: {
    prometheus: "up",
    kind: "gauge",
    labels: SCRAPED,
    from: "scrape",
    description: "1 when a part of the kit answered the last scrape, 0 when it didn't",
  },
  diskFree: {
    prometheus: "vm_free_disk_space_bytes",
    kind: "gauge",
    labels: ["path", ...SCRAPED],
    from: "victoriametrics",
    description: "Free space on the disk of the metrics store",
  },
  diskTotal: {
    prometheus: "vm_total_disk_space_bytes",
    kind: "gauge",
    labels: ["path", ...SCRAPED],
    from: "victoriametrics",
    description: "Size of the disk of the metrics store",
  },
  storeReadOnly: {
    prometheus: "vm_storage_is_read_only",
    kind: "gauge",
    labels: ["path", ...SCRAPED],
    from: "victoriametrics",
    description: "1 when the metrics store refuses writes because its disk is full",
  },
  ruleErrors: {
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
    labels: ["integration", "reason", ...SCRAPED],
    from: "alertmanager",
    description: "Notifications that nobody got: Slack, PagerDuty, mail or a webhook refused them",
  },
} as const satisfies Record<string, SelfMetric>;
