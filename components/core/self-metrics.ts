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
  spansSent: {
    prometheus: "otelcol_exporter_sent_spans",
    kind: "counter",
    labels: ["exporter"],
    from: "collector",
    description: "Spans handed over to a destination, or to the second tier",
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
  tracesReceived: {
    prometheus: "otelcol_processor_tail_sampling_new_trace_id_received",
    kind: "counter",
    labels: [],
    from: "collector",
    description: "Traces that began to wait for a decision",
  },
  tracesDecided: {
    prometheus: "otelcol_processor_tail_sampling_global_count_traces_sampled",
    kind: "counter",
    labels: ["sampled", "decision"],
    from: "collector",
    description: "Traces that were decided on, kept or not",
  },
  tracesDroppedEarly: {
    prometheus: "otelcol_processor_tail_sampling_sampling_trace_dropped_too_early",
    kind: "counter",
    labels: [],
    from: "collector",
    description: "Traces pushed out of the sampling buffer undecided: more came than it holds",
  },
  tracesTooLarge: {
    prometheus: "otelcol_processor_tail_sampling_traces_dropped_too_large",
    kind: "counter",
    labels: [],
    from: "collector",
    description: "Traces dropped undecided, because one alone was over the largest size",
  },
  tracesWaiting: {
    prometheus: "otelcol_processor_tail_sampling_sampling_traces_on_memory",
    kind: "gauge",
    labels: [],
    from: "collector",
    description: "Traces in the sampling buffer: what a kill would lose",
  },
  lateSpans: {
    prometheus: "otelcol_processor_tail_sampling_early_releases_from_cache_decision",
    kind: "counter",
    labels: ["sampled"],
    from: "collector",
    description: "Spans that came after their trace's decision and followed it",
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
} as const satisfies Record<string, SelfMetric>;
