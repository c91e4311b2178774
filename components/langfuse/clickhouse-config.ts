import type { WorkloadContext } from "../workload.ts";
import { OWN } from "./plan.ts";

export interface ClickHouseSizes {
  /** Share of the container's memory that the server may take. */
  readonly serverShare: number;
  /** The most that one query may take. */
  readonly queryBytes: number;
  readonly markCacheBytes: number;
  /** From here on, a query that groups or sorts goes on on disk. Langfuse asks for the same. */
  readonly spillBytes: number;
}

/** What its own logs keep: as many days as somebody may look back for a slow query. */
const LOG_DAYS = 7;

/**
 * The whole configuration of the server, in place of the image's own: what is not named here is off.
 * https://clickhouse.com/docs/operations/server-configuration-parameters/settings
 */
export function serverConfig(
  context: WorkloadContext<"langfuse-clickhouse">,
  { serverShare, markCacheBytes }: ClickHouseSizes,
  usersFile: string,
) {
  const [host = ""] = context.listen("http").split(":");
  const port = (name: "http" | "native" | "metrics"): number =>
    Number(context.listen(name).split(":")[1]);
  return {
    logger: { level: "warning", console: true },
    listen_host: host,
    http_port: port("http"),
    tcp_port: port("native"),
    prometheus: {
      endpoint: "/metrics",
      port: port("metrics"),
      metrics: true,
      events: true,
      asynchronous_metrics: true,
    },
    path: folder(context.data()),
    tmp_path: folder(context.data("temporary")),
    user_files_path: folder(context.data("user_files")),
    format_schema_path: folder(context.data("format_schemas")),
    user_directories: { users_xml: { path: usersFile } },
    default_profile: "default",
    default_database: OWN.clickhouse.database,
    // Langfuse takes every time for UTC.
    timezone: "UTC",
    max_server_memory_usage_to_ram_ratio: serverShare,
    mark_cache_size: markCacheBytes,
    // Langfuse asks it how its queries went. Further logs of the server grow without limit.
    query_log: systemLog("query_log"),
    part_log: systemLog("part_log"),
    error_log: systemLog("error_log"),
  };
}

/** A folder, as the server wants one named. */
const folder = (path: string): string => `${path}/`;

/** https://clickhouse.com/docs/operations/server-configuration-parameters/settings#query_log */
const systemLog = (table: string) => ({
  database: "system",
  table,
  // A day is removed as a whole.
  partition_by: "event_date",
  ttl: `event_date + INTERVAL ${LOG_DAYS} DAY DELETE`,
});

/**
 * One user, whose password is an environment variable and stands in no file that the server writes.
 * https://clickhouse.com/docs/operations/configuration-files
 */
export function usersConfig({ queryBytes, spillBytes }: ClickHouseSizes) {
  const { username } = OWN.clickhouse;
  return {
    profiles: {
      default: {
        max_memory_usage: queryBytes,
        max_bytes_before_external_group_by: spillBytes,
        max_bytes_before_external_sort: spillBytes,
        // It samples every query into a log that is off.
        query_profiler_real_time_period_ns: 0,
        query_profiler_cpu_time_period_ns: 0,
      },
    },
    users: {
      [username]: {
        password: { "@from_env": "CLICKHOUSE_PASSWORD", "@hide_in_preprocessed": true },
        networks: { ip: "::/0" },
        profile: "default",
      },
    },
  };
}
