interface SelfMetric {
  readonly prometheus: string;
  readonly kind: "counter" | "gauge";
  readonly labels: readonly string[];
  /** Which part of the kit exposes it. */
  readonly from: "collector" | "vmalert";
  readonly description: string;
}

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
    labels: ["receiver", "transport"],
    from: "collector",
    description: "Spans received from agents",
  },
  spansRefused: {
    prometheus: "otelcol_receiver_refused_spans",
    kind: "counter",
    labels: ["receiver", "transport"],
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
    labels: ["exporter", "data_type"],
    from: "collector",
    description: "Items waiting for a destination",
  },
  queueCapacity: {
    prometheus: "otelcol_exporter_queue_capacity",
    kind: "gauge",
    labels: ["exporter", "data_type"],
    from: "collector",
    description: "Items that may wait for a destination",
  },
} as const satisfies Record<string, SelfMetric>;
