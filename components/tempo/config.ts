import type { TempoPlan, S3Plan } from "./plan.ts";

/** Where a process of Tempo listens and keeps things. */
export interface TempoPlaces {
  readonly http: Endpoint;
  readonly grpc: Endpoint;
  /** Path below its data folder. */
  readonly data: (sub: string) => string;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** More than the collector puts into one request. */
export const LARGEST_REQUEST_MIB = 32;

/** Environment variables that the file's text refers to, by `-config.expand-env`. */
export const S3_VARIABLES = { access: "TEMPO_S3_ACCESS_KEY", secret: "TEMPO_S3_SECRET_KEY" };

/**
 * What every process of Tempo 3 is told, whatever it runs.
 * https://grafana.com/docs/tempo/latest/configuration/
 */
export function commonConfig(plan: TempoPlan, { http, grpc, data }: TempoPlaces) {
  const retention = `${24 * plan.retentionDays}h`;
  return {
    // Grafana gets results of a search as they are found.
    stream_over_http_enabled: true,
    memory: { automemlimit_enabled: true },
    server: {
      http_listen_address: http.host,
      http_listen_port: http.port,
      grpc_listen_address: grpc.host,
      grpc_listen_port: grpc.port,
      log_level: "warn",
    },
    storage: { trace: storageConfig(plan, data) },
    // One plans what goes, the other removes it.
    backend_scheduler: {
      local_work_path: data("backend-scheduler"),
      provider: { compaction: { compaction: { block_retention: retention } } },
    },
    // A job that is cut off is done again.
    backend_worker: {
      compaction: { block_retention: retention },
      finish_on_shutdown_timeout: "10s",
    },
    live_store: {
      wal: { path: data("live-store/traces") },
      shutdown_marker_dir: data("live-store/shutdown-marker"),
    },
    // Everything that is kept can be searched: its 7 days by default would hide the rest.
    query_frontend: { search: { max_duration: retention } },
    overrides: {
      defaults: {
        ingestion: {
          rate_limit_bytes: plan.ingestBytesPerSecond,
          burst_size_bytes: plan.ingestBytesPerSecond,
          max_traces_per_user: plan.liveTraces,
        },
        global: { max_bytes_per_trace: plan.largestTraceBytes },
      },
    },
    usage_report: { reporting_enabled: false },
  };
}

function storageConfig({ s3 }: TempoPlan, data: TempoPlaces["data"]) {
  return {
    wal: { path: data("wal") },
    block: { parquet_dedicated_columns: DEDICATED_COLUMNS },
    ...(s3
      ? { backend: "s3", s3: s3Config(s3) }
      : { backend: "local", local: { path: data("blocks") } }),
  };
}

/** https://grafana.com/docs/tempo/latest/configuration/hosted-storage/s3/ */
function s3Config({ endpoint, plainHttp, bucket, region }: S3Plan) {
  return {
    endpoint,
    insecure: plainHttp,
    bucket,
    ...(region !== undefined && { region }),
    access_key: `\${${S3_VARIABLES.access}}`,
    secret_key: `\${${S3_VARIABLES.secret}}`,
  };
}

const column = (scope: "resource" | "span", name: string) => ({ scope, name, type: "string" });

/**
 * What the dashboards' links search by, each in a column of its own. `service.name` has one always.
 * https://grafana.com/docs/tempo/latest/operations/dedicated_columns/
 */
const DEDICATED_COLUMNS = [
  column("resource", "deployment.environment.name"),
  column("resource", "k8s.namespace.name"),
  column("resource", "k8s.pod.name"),
  column("span", "gen_ai.agent.name"),
  column("span", "gen_ai.operation.name"),
  column("span", "gen_ai.tool.name"),
  column("span", "gen_ai.request.model"),
  column("span", "gen_ai.conversation.id"),
  column("span", "error.type"),
];
