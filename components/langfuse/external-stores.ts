import { outsideOf } from "../workload.ts";
import type { ExternalClickHouse, ExternalPostgres, ExternalS3, ExternalValkey } from "./plan.ts";
import { bucket, EVENTS_VARIABLE, type StoreContext, type Variables } from "./variables.ts";

export function externalPostgres(
  { host, port, database, username, passwordSecret, tls }: ExternalPostgres,
  context: StoreContext,
  caPath: string | undefined,
): Variables {
  context.outside({ host, port });
  // Prisma encrypts on demand, and accepts any certificate unless told to look:
  // https://www.prisma.io/docs/orm/overview/databases/postgresql#arguments
  const strict = `sslmode=require&sslaccept=strict${caPath === undefined ? "" : `&sslcert=${caPath}`}`;
  return {
    plain: {
      DATABASE_HOST: `${host}:${port}`,
      DATABASE_USERNAME: username,
      DATABASE_NAME: database,
      ...(tls && { DATABASE_ARGS: strict }),
    },
    secret: { DATABASE_PASSWORD: passwordSecret },
  };
}

export function externalClickHouse(store: ExternalClickHouse, context: StoreContext): Variables {
  const { host, httpPort, nativePort, tls } = store;
  for (const port of [httpPort, nativePort]) context.outside({ host, port });
  return {
    plain: {
      CLICKHOUSE_URL: `${tls ? "https" : "http"}://${host}:${httpPort}`,
      CLICKHOUSE_MIGRATION_URL: `clickhouse://${host}:${nativePort}`,
      CLICKHOUSE_MIGRATION_SSL: String(tls),
      CLICKHOUSE_USER: store.username,
      CLICKHOUSE_DB: store.database,
      CLICKHOUSE_CLUSTER_ENABLED: String(store.clustered),
    },
    secret: { CLICKHOUSE_PASSWORD: store.passwordSecret },
  };
}

export function externalValkey(store: ExternalValkey, context: StoreContext): Variables {
  const { host, port, username, passwordSecret, tls } = store;
  context.outside({ host, port });
  return {
    plain: {
      REDIS_HOST: host,
      REDIS_PORT: String(port),
      ...(username !== undefined && { REDIS_USERNAME: username }),
      REDIS_TLS_ENABLED: String(tls),
    },
    secret: { REDIS_AUTH: passwordSecret },
  };
}

export function externalS3(store: ExternalS3, context: StoreContext): Variables {
  const { endpoint, region } = store;
  context.outside(outsideOf(endpoint ?? `https://s3.${region}.amazonaws.com`));
  return {
    plain: {
      ...bucket(store.bucket, region),
      ...(endpoint !== undefined && { [`${EVENTS_VARIABLE}_ENDPOINT`]: endpoint }),
      [`${EVENTS_VARIABLE}_FORCE_PATH_STYLE`]: String(store.forcePathStyle),
    },
    secret: {
      [`${EVENTS_VARIABLE}_ACCESS_KEY_ID`]: store.accessKeyIdSecret,
      [`${EVENTS_VARIABLE}_SECRET_ACCESS_KEY`]: store.secretAccessKeySecret,
    },
  };
}
