import type { SecretUse } from "../workload.ts";
import {
  externalClickHouse,
  externalPostgres,
  externalS3,
  externalValkey,
} from "./external-stores.ts";
import { ownClickHouse, ownPostgres, ownS3, ownValkey } from "./own-stores.ts";
import type { LangfusePlan } from "./plan.ts";
import { SECRETS } from "./secrets.ts";
import type { StoreContext, Variables } from "./variables.ts";

/** What web and worker have in common. */
export interface LangfuseEnvironment {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretUse[];
  readonly files: Readonly<Record<string, string>>;
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
  const parts: Variables[] = [
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
