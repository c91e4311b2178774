import { outsideOf, type SecretUse, type WorkloadContext } from "../workload.ts";
import type { WorkloadName } from "../core/names.ts";
import { SPILL_BYTES } from "./clickhouse.ts";
import { SECRETS } from "./secrets.ts";
import {
  EVENTS_PREFIX,
  type ExternalClickHouse,
  type ExternalPostgres,
  type ExternalS3,
  type ExternalValkey,
  type LangfusePlan,
  OWN,
} from "./plan.ts";

/** What web and worker have in common. */
export interface LangfuseEnvironment {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretUse[];
  readonly files: Readonly<Record<string, string>>;
}

/** As much of a context as says where stores are: the same for web and worker. */
export type StoreContext = Pick<WorkloadContext<WorkloadName>, "at" | "outside" | "path">;

/** Variables by name, and the names of secrets by variable. */
interface Part {
  readonly plain: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
}

/**
 * Where the stores are, and what both programs must agree about.
 * https://langfuse.com/self-hosting/configuration
 *
 * @param caFile name of the file that holds the plan's certificates
 */
export function langfuseEnvironment(
  plan: LangfusePlan,
  context: StoreContext,
  caFile: string,
): LangfuseEnvironment {
  const { external, ca } = plan;
  const caPath = ca === undefined ? undefined : context.path(caFile);
  const parts: Part[] = [
    {
      plain: {
        NEXTAUTH_URL: plan.url,
        TELEMETRY_ENABLED: "false",
        LANGFUSE_LOG_FORMAT: "json",
        // Node trusts these beside the system's: ClickHouse over HTTPS, Valkey and S3.
        ...(caPath !== undefined && { NODE_EXTRA_CA_CERTS: caPath }),
      },
      secret: {
        SALT: SECRETS.salt,
        ENCRYPTION_KEY: SECRETS.encryptionKey,
      },
    },
    external.postgres ? externalPostgres(external.postgres, context, caPath) : ownPostgres(context),
    external.clickhouse ? externalClickHouse(external.clickhouse, context) : ownClickHouse(context),
    external.valkey ? externalValkey(external.valkey, context) : ownValkey(context),
    external.s3 ? externalS3(external.s3, context) : ownS3(context),
  ];
  const secrets = parts.flatMap(({ secret }) =>
    Object.entries(secret).map(([environment, name]) => ({ environment, secret: name })),
  );
  return {
    environment: Object.assign({}, ...parts.map(({ plain }) => plain)) as Record<string, string>,
    secrets,
    files: ca === undefined ? {} : { [caFile]: ca },
  };
}

/** The image's start script makes the address of these, and encodes nothing. */
function ownPostgres(context: StoreContext): Part {
  return {
    plain: {
      DATABASE_HOST: context.at("langfuse-postgres", "postgres", "reads"),
      DATABASE_USERNAME: OWN.postgres.username,
      DATABASE_NAME: OWN.postgres.database,
    },
    secret: { DATABASE_PASSWORD: SECRETS.postgres },
  };
}

function externalPostgres(
  { host, port, database, username, passwordSecret, tls }: ExternalPostgres,
  context: StoreContext,
  caPath: string | undefined,
): Part {
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

function ownClickHouse(context: StoreContext): Part {
  return {
    plain: {
      CLICKHOUSE_URL: `http://${context.at("langfuse-clickhouse", "http", "reads")}`,
      CLICKHOUSE_MIGRATION_URL: `clickhouse://${context.at("langfuse-clickhouse", "native", "reads")}`,
      CLICKHOUSE_USER: OWN.clickhouse.username,
      CLICKHOUSE_DB: OWN.clickhouse.database,
      CLICKHOUSE_CLUSTER_ENABLED: "false",
      // Its own default is 32 GB, more than the server has.
      CLICKHOUSE_MAX_BYTES_BEFORE_EXTERNAL_GROUP_BY: String(SPILL_BYTES),
    },
    secret: { CLICKHOUSE_PASSWORD: SECRETS.clickhouse },
  };
}

function externalClickHouse(store: ExternalClickHouse, context: StoreContext): Part {
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

function ownValkey(context: StoreContext): Part {
  const [host = "", port = ""] = context.at("langfuse-valkey", "valkey", "sends").split(":");
  return {
    plain: { REDIS_HOST: host, REDIS_PORT: port },
    secret: { REDIS_AUTH: SECRETS.valkey },
  };
}

function externalValkey(store: ExternalValkey, context: StoreContext): Part {
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

const EVENTS = "LANGFUSE_S3_EVENT_UPLOAD";

/**
 * Raw events only. Media and exports are links that browsers open, which needs a store that they
 * reach: https://langfuse.com/self-hosting/deployment/infrastructure/blobstorage
 */
function ownS3(context: StoreContext): Part {
  return {
    plain: {
      ...bucket(OWN.s3.bucket, OWN.s3.region),
      [`${EVENTS}_ENDPOINT`]: `http://${context.at("langfuse-s3", "s3", "sends")}`,
      [`${EVENTS}_FORCE_PATH_STYLE`]: "true",
    },
    secret: {
      [`${EVENTS}_ACCESS_KEY_ID`]: SECRETS.s3AccessKey,
      [`${EVENTS}_SECRET_ACCESS_KEY`]: SECRETS.s3SecretKey,
    },
  };
}

function externalS3(store: ExternalS3, context: StoreContext): Part {
  const { endpoint, region } = store;
  context.outside(outsideOf(endpoint ?? `https://s3.${region}.amazonaws.com`));
  return {
    plain: {
      ...bucket(store.bucket, region),
      ...(endpoint !== undefined && { [`${EVENTS}_ENDPOINT`]: endpoint }),
      [`${EVENTS}_FORCE_PATH_STYLE`]: String(store.forcePathStyle),
    },
    secret: {
      [`${EVENTS}_ACCESS_KEY_ID`]: store.accessKeyIdSecret,
      [`${EVENTS}_SECRET_ACCESS_KEY`]: store.secretAccessKeySecret,
    },
  };
}

const bucket = (name: string, region: string) => ({
  [`${EVENTS}_BUCKET`]: name,
  [`${EVENTS}_PREFIX`]: EVENTS_PREFIX,
  [`${EVENTS}_REGION`]: region,
});
