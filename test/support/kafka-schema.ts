import { z } from "zod";

/**
 * The Kafka components' own configuration at v0.161.0, as far as the kit may use it; keys are
 * strict, so that a misspelt one fails here: the collector that could say so can't be built from Go
 * modules. Written from config.go and README.md of
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/exporter/kafkaexporter
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/receiver/kafkareceiver
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/pkg/kafka/configkafka
 */
const duration = z.string().regex(/^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/);

/** https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/config/configtls */
const tls = z.strictObject({
  insecure: z.boolean().optional(),
  insecure_skip_verify: z.literal(false).optional(),
  ca_file: z.string().optional(),
  cert_file: z.string().optional(),
  key_file: z.string().optional(),
  min_version: z.enum(["1.0", "1.1", "1.2", "1.3"]).optional(),
  server_name_override: z.string().optional(),
});

const client = {
  brokers: z.array(z.string()).min(1),
  protocol_version: z.string().optional(),
  resolve_canonical_bootstrap_servers_only: z.boolean().optional(),
  client_id: z.string().optional(),
  rack_id: z.string().optional(),
  use_leader_epoch: z.boolean().optional(),
  conn_idle_timeout: duration.optional(),
  tls: tls.optional(),
  auth: z
    .strictObject({
      sasl: z.strictObject({
        username: z.string().min(1),
        password: z.string().min(1),
        mechanism: z.enum(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]),
        version: z.union([z.literal(0), z.literal(1)]).optional(),
      }),
    })
    .optional(),
  metadata: z
    .strictObject({
      full: z.boolean().optional(),
      refresh_interval: duration.optional(),
      retry: z.strictObject({ max: z.int(), backoff: duration }).optional(),
    })
    .optional(),
};

/** https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/config/configretry */
const backOff = z.strictObject({
  enabled: z.boolean(),
  initial_interval: duration.optional(),
  max_interval: duration.optional(),
  max_elapsed_time: duration.optional(),
  multiplier: z.number().optional(),
  randomization_factor: z.number().optional(),
});

/** https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/exporter/exporterhelper */
const sendingQueue = z.strictObject({
  enabled: z.boolean(),
  storage: z.string().optional(),
  sizer: z.enum(["requests", "items", "bytes"]),
  queue_size: z.int().min(1),
  num_consumers: z.int().min(1).optional(),
  wait_for_result: z.boolean().optional(),
  block_on_overflow: z.boolean().optional(),
  batch: z
    .strictObject({
      flush_timeout: duration,
      sizer: z.enum(["items", "bytes"]),
      min_size: z.int().min(0),
      max_size: z.int().min(0),
    })
    .refine(({ min_size, max_size }) => max_size === 0 || min_size <= max_size)
    .optional(),
});

export const KafkaExporterConfig = z.strictObject({
  ...client,
  timeout: duration.optional(),
  retry_on_failure: backOff.optional(),
  sending_queue: sendingQueue.optional(),
  traces: z.strictObject({
    topic: z.string(),
    encoding: z.enum([
      "otlp_proto",
      "otlp_json",
      "jaeger_proto",
      "jaeger_json",
      "zipkin_proto",
      "zipkin_json",
    ]),
    topic_from_metadata_key: z.string().optional(),
    // With `partition_traces_by_id` the exporter refuses a message key of another kind.
    message_key_from_metadata_key: z.never().optional(),
  }),
  partition_traces_by_id: z.literal(true),
  record_partitioner: z
    .strictObject({ sticky_key: z.strictObject({ hasher: z.string() }) })
    .optional(),
  producer: z
    .strictObject({
      max_message_bytes: z.int().min(1),
      max_broker_write_bytes: z.int().optional(),
      required_acks: z.union([z.literal("all"), z.literal(-1), z.literal(0), z.literal(1)]),
      compression: z.enum(["none", "gzip", "snappy", "lz4", "zstd"]),
      compression_params: z.strictObject({ level: z.int() }).optional(),
      flush_max_messages: z.int().optional(),
      allow_auto_topic_creation: z.boolean(),
      linger: duration.optional(),
    })
    .optional(),
});

export const KafkaReceiverConfig = z.strictObject({
  ...client,
  traces: z.strictObject({
    topics: z.array(z.string()).min(1),
    encoding: z.enum(["otlp_proto", "otlp_json"]),
    exclude_topics: z.array(z.string()).optional(),
  }),
  group_id: z.string(),
  group_instance_id: z.string().optional(),
  group_rebalance_strategies: z.array(z.string()).optional(),
  session_timeout: duration.optional(),
  heartbeat_interval: duration.optional(),
  initial_offset: z.enum(["latest", "earliest"]),
  autocommit: z.strictObject({ enable: z.boolean(), interval: duration }).optional(),
  min_fetch_size: z.int().optional(),
  max_fetch_size: z.int().optional(),
  max_fetch_wait: duration.optional(),
  max_partition_fetch_size: z.int().optional(),
  message_marking: z
    .strictObject({
      after: z.boolean(),
      on_error: z.boolean(),
      on_permanent_error: z.boolean().optional(),
    })
    .optional(),
  error_backoff: backOff.optional(),
});
