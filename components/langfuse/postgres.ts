import type { Description, WorkloadContext } from "../workload.ts";
import { SECRETS } from "./secrets.ts";
import { OWN } from "./plan.ts";

const CONFIG = "langfuse-postgres/postgresql.conf";
const HBA = "langfuse-postgres/pg_hba.conf";
const PASSWORD = "postgres-password";

/**
 * Users, projects, prompts and keys. https://www.postgresql.org/docs/17/runtime-config.html
 */
export function langfusePostgres() {
  return (context: WorkloadContext<"langfuse-postgres">): Description => {
    const [host = "", port = ""] = context.listen("postgres").split(":");
    const { username, database } = OWN.postgres;
    return {
      summary: "holds Langfuse's users, projects and keys",
      tool: "postgres",
      args: [
        "postgres",
        "-c",
        `config_file=${context.path(CONFIG)}`,
        "-c",
        `hba_file=${context.path(HBA)}`,
      ],
      // https://github.com/docker-library/docs/blob/master/postgres/README.md#environment-variables
      environment: {
        // Below the mount: a volume's root holds more than the database may own.
        PGDATA: context.data("pgdata"),
        POSTGRES_USER: username,
        POSTGRES_DB: database,
        POSTGRES_PASSWORD_FILE: context.secretPath(PASSWORD),
        POSTGRES_INITDB_ARGS: "--data-checksums",
      },
      secrets: [{ secret: SECRETS.postgres, file: PASSWORD }],
      files: { [CONFIG]: config(host, port, context.memoryMiB), [HBA]: ACCESS },
      data: { retention: "as long as Langfuse keeps it" },
      scratch: ["/var/run/postgresql", "/tmp"],
      health: {
        // Over TCP: while it makes the database, it listens on its socket only.
        command: ["pg_isready", "--host=127.0.0.1", `--port=${port}`, `--dbname=${database}`],
        startSeconds: 120,
      },
      stopSeconds: 60,
    };
  };
}

function config(host: string, port: string, memoryMiB: number): string {
  const share = (of: number): string => `${Math.floor(memoryMiB * of)}MB`;
  const settings = {
    listen_addresses: `'${host}'`,
    port,
    unix_socket_directories: "'/var/run/postgresql'",
    max_connections: 100,
    password_encryption: "scram-sha-256",
    // https://wiki.postgresql.org/wiki/Tuning_Your_PostgreSQL_Server
    shared_buffers: share(1 / 4),
    effective_cache_size: share(3 / 4),
    maintenance_work_mem: share(1 / 16),
    work_mem: "8MB",
    // A container's shared memory is 64 MB: not enough for workers beside each other.
    max_parallel_workers_per_gather: 0,
    max_wal_size: "1GB",
    // Langfuse takes every time for UTC.
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    log_destination: "'stderr'",
    log_min_duration_statement: "'5s'",
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
  return lines.join("");
}

/** Nobody gets in without the password. https://www.postgresql.org/docs/17/auth-pg-hba-conf.html */
const ACCESS = `local all all scram-sha-256
host all all all scram-sha-256
`;
