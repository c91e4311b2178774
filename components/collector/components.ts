/** Modules of the collector and of its contributions; their version is `VERSIONS.collector.built`. */
const CORE = "go.opentelemetry.io/collector";
const CONTRIB = "github.com/open-telemetry/opentelemetry-collector-contrib";

/**
 * Every component that a generated configuration may hold, by its canonical type name at the pinned
 * version, with its Go module: https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/docs
 * A part can't name another, and `tools/otelcol` builds exactly these.
 */
export const COMPONENTS = {
  receivers: { otlp: `${CORE}/receiver/otlpreceiver` },
  processors: {
    batch: `${CORE}/processor/batchprocessor`,
    memory_limiter: `${CORE}/processor/memorylimiterprocessor`,
    transform: `${CONTRIB}/processor/transformprocessor`,
    filter: `${CONTRIB}/processor/filterprocessor`,
    tail_sampling: `${CONTRIB}/processor/tailsamplingprocessor`,
    delta_to_cumulative: `${CONTRIB}/processor/deltatocumulativeprocessor`,
    interval: `${CONTRIB}/processor/intervalprocessor`,
  },
  connectors: {
    forward: `${CORE}/connector/forwardconnector`,
    signal_to_metrics: `${CONTRIB}/connector/signaltometricsconnector`,
  },
  exporters: {
    otlp_grpc: `${CORE}/exporter/otlpexporter`,
    otlp_http: `${CORE}/exporter/otlphttpexporter`,
    prometheus_remote_write: `${CONTRIB}/exporter/prometheusremotewriteexporter`,
    load_balancing: `${CONTRIB}/exporter/loadbalancingexporter`,
  },
  extensions: {
    health_check: `${CONTRIB}/extension/healthcheckextension`,
    basicauth: `${CONTRIB}/extension/basicauthextension`,
    bearertokenauth: `${CONTRIB}/extension/bearertokenauthextension`,
    oidc: `${CONTRIB}/extension/oidcauthextension`,
    file_storage: `${CONTRIB}/extension/storage/filestorage`,
  },
} as const;

/**
 * What the official releases have and ours has not, because it does not build from the module proxy:
 * rendered and checked against its schema only.
 */
export const RELEASE_ONLY = {
  receivers: { kafka: `${CONTRIB}/receiver/kafkareceiver` },
  exporters: { kafka: `${CONTRIB}/exporter/kafkaexporter` },
} as const;

/** Built in for the tests, which write what arrives to files, and for `make bench`, which profiles. */
export const FOR_TESTS = {
  exporters: { file: `${CONTRIB}/exporter/fileexporter` },
  extensions: { pprof: `${CONTRIB}/extension/pprofextension` },
} as const;

export type Kind = keyof typeof COMPONENTS;
/** What a part of each kind may be. */
export type TypeNames = {
  [K in Kind]:
    | keyof (typeof COMPONENTS)[K]
    | (K extends keyof typeof RELEASE_ONLY ? keyof (typeof RELEASE_ONLY)[K] : never);
};
