import type { CollectorPlan } from "../components/collector/plan.ts";
import type { WorkloadName } from "../components/core/names.ts";
import { GRAFANA_SECRETS } from "../components/grafana/index.ts";
import {
  bound,
  type GeneratedSecret,
  hex,
  password,
  type SecretsPlan,
} from "../components/secrets/plan.ts";
import { authoritiesFor } from "./certificates-plan.ts";
import { madeCertificate, makesSecrets, usesStore, wantedTokens } from "./ingest-secrets.ts";
import {
  clickHouseSecrets,
  postgresSecrets,
  s3Secrets,
  valkeySecrets,
} from "../components/langfuse/secrets.ts";
import { langfuseWebSecrets } from "./langfuse.ts";
import { madeSecrets } from "./program-secrets.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";

type Wants = (settings: Settings) => readonly GeneratedSecret[];

/**
 * What each workload asks the kit to make, where it runs: one row per workload that needs secrets
 * which no operator should have to think of. Its description then uses them by name, like any other:
 *
 *     grafana: () => [password("grafana-admin-password"), password("grafana-secret-key")],
 *
 * An operator's own secret of that name is used instead, and nothing is made.
 */
const WANTED: { readonly [W in WorkloadName]?: Wants } = {
  collector: (settings) => wantedTokens(settings).map((name) => password(name, TOKEN_CHARACTERS)),
  grafana: () => [
    bound(password(GRAFANA_SECRETS.adminPassword)),
    bound(hex(GRAFANA_SECRETS.encryptionKey)),
  ],
  "langfuse-web": langfuseWebSecrets,
  "langfuse-postgres": () => postgresSecrets,
  "langfuse-clickhouse": () => clickHouseSecrets,
  "langfuse-valkey": () => valkeySecrets,
  "langfuse-s3": () => s3Secrets,
};

/** Over 256 bits. */
const TOKEN_CHARACTERS = 43;

/** What the kit makes by itself: nothing on one machine, and nothing beside a store of secrets. */
export function secretsPlan(
  settings: Settings,
  { tiers }: Pick<CollectorPlan, "tiers">,
): SecretsPlan {
  const wire = tiers?.between === "otlp" ? tiers.wire : undefined;
  return {
    generated: wantedSecrets(settings).filter(({ name }) => !settings.secrets.includes(name)),
    authorities: authoritiesFor(settings, wire),
  };
}

/** The secrets that hold certificates which end one day: those that the kit makes, or is given. */
export function certificateNames({
  collector: { ingest, tiers },
}: {
  readonly collector: Pick<CollectorPlan, "ingest" | "tiers">;
}): string[] {
  const wire = tiers?.between === "otlp" ? tiers.wire : undefined;
  const { certificateSecret, clientCaSecret } = ingest.tls ?? {};
  return [certificateSecret, clientCaSecret, wire?.certificateSecret].filter(
    (name) => name !== undefined,
  );
}

/** Whether a setting may name this secret: it is set, made, issued, or in the store by that name. */
export function hasSecret(settings: Settings, name: string): boolean {
  const { certificateSecret, keySecret, issuer } = settings.ingest.tls ?? {};
  const issued = issuer ? [certificateSecret, keySecret] : [];
  return (
    usesStore(settings) ||
    settings.secrets.includes(name) ||
    madeSecrets(settings).includes(name) ||
    wantedSecrets(settings).some((wanted) => wanted.name === name) ||
    [...Object.values(madeCertificate(settings) ?? {}), ...issued].includes(name)
  );
}

/** Each once: several may want the same one. */
function wantedSecrets(settings: Settings): GeneratedSecret[] {
  if (!makesSecrets(settings)) return [];
  const all = runningFor(settings).flatMap(({ workload }) => WANTED[workload]?.(settings) ?? []);
  return [...new Map(all.map((secret) => [secret.name, secret])).values()];
}
