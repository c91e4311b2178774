import { SPILL_BYTES } from "./clickhouse.ts";
import { OWN } from "./plan.ts";
import { SECRETS } from "./secrets.ts";
import { bucket, EVENTS_VARIABLE, type StoreContext, type Variables } from "./variables.ts";

/** The image's start script makes the address of these, and encodes nothing. */
export function ownPostgres(context: StoreContext): Variables {
  return {
    plain: {
      DATABASE_HOST: context.at("langfuse-postgres", "postgres", "reads"),
      DATABASE_USERNAME: OWN.postgres.username,
      DATABASE_NAME: OWN.postgres.database,
    },
    secret: { DATABASE_PASSWORD: SECRETS.postgres },
  };
}

export function ownClickHouse(context: StoreContext): Variables {
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

export function ownValkey(context: StoreContext): Variables {
  const [host = "", port = ""] = context.at("langfuse-valkey", "valkey", "sends").split(":");
  return {
    plain: { REDIS_HOST: host, REDIS_PORT: port },
    secret: { REDIS_AUTH: SECRETS.valkey },
  };
}

export function ownS3(context: StoreContext): Variables {
  return {
    plain: {
      ...bucket(OWN.s3.bucket, OWN.s3.region),
      [`${EVENTS_VARIABLE}_ENDPOINT`]: `http://${context.at("langfuse-s3", "s3", "sends")}`,
      [`${EVENTS_VARIABLE}_FORCE_PATH_STYLE`]: "true",
    },
    secret: {
      [`${EVENTS_VARIABLE}_ACCESS_KEY_ID`]: SECRETS.s3AccessKey,
      [`${EVENTS_VARIABLE}_SECRET_ACCESS_KEY`]: SECRETS.s3SecretKey,
    },
  };
}
