import { stringify } from "yaml";
import type { Description, WorkloadContext } from "../workload.ts";
import { type ClickHouseSizes, serverConfig, usersConfig } from "./clickhouse-config.ts";
import { SECRETS } from "./secrets.ts";
import { OWN } from "./plan.ts";

const FOLDER = "langfuse-clickhouse";
const START = `${FOLDER}/start.sh`;
const CONFIG = `${FOLDER}/config.yaml`;
const USERS = `${FOLDER}/users.yaml`;
const RETENTION = `${FOLDER}/retention.sql`;

const MIB = 1024 * 1024;
/** From here on, a query that groups or sorts goes on on disk: little, whatever the memory is. */
export const SPILL_BYTES = 1024 * MIB;

const sizesOf = (memoryMiB: number): ClickHouseSizes => ({
  serverShare: 0.8,
  queryBytes: Math.floor(memoryMiB / 2) * MIB,
  markCacheBytes: Math.floor(memoryMiB / 16) * MIB,
  spillBytes: SPILL_BYTES,
});

/** Traces, observations and scores: one node, all of them in one database. */
export function langfuseClickHouse({ retentionDays }: { readonly retentionDays: number }) {
  return (context: WorkloadContext<"langfuse-clickhouse">): Description => {
    const [, nativePort = ""] = context.listen("native").split(":");
    const sizes = sizesOf(context.memoryMiB);
    const yaml = (value: object): string => stringify(value, { lineWidth: 0 });
    return {
      summary: "stores Langfuse's traces and scores",
      tool: "clickhouse",
      command: ["/bin/sh", context.path(START)],
      args: [],
      environment: {
        CLICKHOUSE_USER: OWN.clickhouse.username,
        // A second process that watches the first: the platform does.
        CLICKHOUSE_WATCHDOG_ENABLE: "0",
      },
      // Read by the server's configuration, and by the client that sets the retention.
      secrets: [{ secret: SECRETS.clickhouse, environment: "CLICKHOUSE_PASSWORD" }],
      files: {
        [START]: startScript(context.path(CONFIG), context.path(RETENTION), nativePort),
        [CONFIG]: yaml(serverConfig(context, sizes, context.path(USERS))),
        [USERS]: yaml(usersConfig(sizes)),
        [RETENTION]: retentionSql(retentionDays),
      },
      data: { retention: `${retentionDays} days` },
      scratch: ["/tmp"],
      health: { port: "http", path: "/ping", startSeconds: 120 },
      // It lets queries and merges end.
      stopSeconds: 60,
    };
  };
}

/**
 * Becomes the server. Langfuse makes its tables when it first starts: until they are there, a second
 * process asks again.
 */
function startScript(config: string, retention: string, nativePort: string): string {
  return `#!/bin/sh
set -u
keep() {
  until clickhouse-client --host=127.0.0.1 --port=${nativePort} --queries-file=${retention}; do
    echo "retention is set as soon as Langfuse has made its tables" >&2
    sleep 10
  done
}
keep &
exec clickhouse-server --config-file=${config}
`;
}

/**
 * Tables that grow with every trace, and the time that a row is of: only the paid edition of Langfuse
 * deletes by age itself.
 * https://langfuse.com/self-hosting/configuration/scaling#clickhouse-disk-usage
 */
const GROWING = {
  events_full: "start_time",
  events_core: "start_time",
  scores: "timestamp",
  blob_storage_file_log: "created_at",
} as const;

/** Said again it changes nothing. https://clickhouse.com/docs/sql-reference/statements/alter/ttl */
function retentionSql(days: number): string {
  return Object.entries(GROWING)
    .map(
      ([table, time]) =>
        `ALTER TABLE ${OWN.clickhouse.database}.${table} MODIFY TTL toDateTime(${time}) + INTERVAL ${days} DAY;\n`,
    )
    .join("");
}
