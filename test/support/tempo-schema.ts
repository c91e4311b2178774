import { z } from "zod";

/**
 * The keys that Tempo 3.0 documents, for the blocks that the kit writes. Tempo reads its file
 * strictly: one unknown key, such as `ingester` of version 2, and it does not start.
 * https://grafana.com/docs/tempo/v3.0.x/configuration/manifest/
 */
const duration = z.string().regex(/^(\d+h)?(\d+m)?(\d+s)?$/);
const port = z.int().min(1).max(65535);
const path = z.string().startsWith("/");
const ring = { kvstore: z.strictObject({ store: z.enum(["memberlist", "inmemory"]) }) };
const rings = z.strictObject({ ...ring, instance_addr: z.string() }).partial();

const Server = z
  .strictObject({
    http_listen_address: z.string(),
    http_listen_port: port,
    grpc_listen_address: z.string(),
    grpc_listen_port: port,
    grpc_server_max_recv_msg_size: z.int(),
    grpc_server_max_send_msg_size: z.int(),
    graceful_shutdown_timeout: duration,
    log_level: z.enum(["debug", "info", "warn", "error"]),
    log_format: z.enum(["logfmt", "json"]),
  })
  .partial();

const Grpc = z.strictObject({ endpoint: z.string(), max_recv_msg_size_mib: z.int() });
const Distributor = z
  .strictObject({
    ring: rings,
    receivers: z.strictObject({
      otlp: z.strictObject({ protocols: z.strictObject({ grpc: Grpc }) }),
    }),
    retry_after_on_resource_exhausted: duration,
    max_attribute_bytes: z.int().min(0),
  })
  .partial();

const Kafka = z
  .strictObject({
    address: z.string().regex(/^[^,:]+:\d+$/, "one address: Tempo takes no list"),
    topic: z.string().min(1),
    client_id: z.string(),
    sasl_username: z.string(),
    sasl_password: z.string(),
    auto_create_topic_enabled: z.boolean(),
    auto_create_topic_default_partitions: z.int(),
    disable_kafka_telemetry: z.boolean(),
  })
  .partial({ client_id: true, sasl_username: true, sasl_password: true })
  .partial({ auto_create_topic_default_partitions: true, disable_kafka_telemetry: true });

const Column = z.strictObject({
  scope: z.enum(["resource", "span"]),
  name: z.string().min(1),
  type: z.enum(["string", "int"]),
});
const Trace = z
  .strictObject({
    backend: z.enum(["local", "s3"]),
    wal: z.strictObject({ path }),
    local: z.strictObject({ path }),
    s3: z
      .strictObject({
        endpoint: z.string().regex(/^[^/]+$/, "a host, without a scheme"),
        bucket: z.string(),
        region: z.string(),
        prefix: z.string(),
        access_key: z.string(),
        secret_key: z.string(),
        insecure: z.boolean(),
        tls_ca_path: path,
        forcepathstyle: z.boolean(),
      })
      .partial(),
    // vParquet4 has ten columns for text in each scope.
    block: z.strictObject({ parquet_dedicated_columns: z.array(Column).max(20) }).partial(),
    blocklist_poll: duration,
  })
  .partial({ local: true, s3: true, block: true, blocklist_poll: true });

const Compaction = z.strictObject({ block_retention: duration });

export const TempoFile = z
  .strictObject({
    target: z.string(),
    stream_over_http_enabled: z.boolean(),
    memory: z.strictObject({ automemlimit_enabled: z.boolean() }),
    server: Server,
    distributor: Distributor,
    live_store: z
      .strictObject({
        ring: rings,
        partition_ring: z.strictObject(ring),
        wal: z.strictObject({ path }),
        shutdown_marker_dir: path,
        max_trace_idle: duration,
        max_trace_live: duration,
        readiness_target_lag: duration,
        readiness_max_wait: duration,
      })
      .partial(),
    ingest: z.strictObject({ kafka: Kafka }),
    block_builder: z
      .strictObject({
        partitions_per_instance: z.int().min(1),
        consume_cycle_duration: duration,
        wal: z.strictObject({ path }),
      })
      .partial(),
    querier: z.strictObject({
      frontend_worker: z.strictObject({ frontend_address: z.string() }),
    }),
    query_frontend: z.strictObject({ search: z.strictObject({ max_duration: duration }) }),
    backend_scheduler: z.strictObject({
      local_work_path: path,
      provider: z.strictObject({ compaction: z.strictObject({ compaction: Compaction }) }),
    }),
    backend_worker: z
      .strictObject({
        backend_scheduler_addr: z.string(),
        compaction: Compaction,
        ring: rings,
        finish_on_shutdown_timeout: duration,
      })
      .partial(),
    storage: z.strictObject({ trace: Trace }),
    memberlist: z
      .strictObject({
        bind_addr: z.array(z.string()),
        bind_port: port,
        join_members: z.array(z.string()),
        abort_if_cluster_join_fails: z.boolean(),
        rejoin_interval: duration,
      })
      .partial(),
    overrides: z.strictObject({
      defaults: z.strictObject({
        ingestion: z.strictObject({
          rate_limit_bytes: z.int(),
          burst_size_bytes: z.int(),
          max_traces_per_user: z.int(),
        }),
        global: z.strictObject({ max_bytes_per_trace: z.int() }),
      }),
    }),
    usage_report: z.strictObject({ reporting_enabled: z.boolean() }),
  })
  .partial();
