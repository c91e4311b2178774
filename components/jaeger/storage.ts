import { type Description, outsideOf, type WorkloadContext } from "../workload.ts";
import type { ClickHousePlan, ElasticsearchPlan, JaegerPlan } from "./plan.ts";

/** A backend of `jaeger_storage`, and what else of the workload follows from it. */
export interface Storage extends Pick<Description, "secrets" | "files"> {
  readonly backend: object;
  readonly featureGates: readonly string[];
  /** Set when it keeps the traces itself. */
  readonly data?: { readonly retention: string };
}

type Context = WorkloadContext<"jaeger">;

const DAY_HOURS = 24;
const CA_FILE = "storage-ca.pem";
const PASSWORD = "JAEGER_STORAGE_PASSWORD";

export function storageOf({ storage, retentionDays }: JaegerPlan, context: Context): Storage {
  switch (storage.kind) {
    case "badger":
      return badger(retentionDays, context);
    case "clickhouse":
      return clickHouse(storage, retentionDays, context);
    case "elasticsearch":
      return elasticsearch(storage, retentionDays, context);
  }
}

/** https://www.jaegertracing.io/docs/latest/storage/badger/ */
function badger(retentionDays: number, context: Context): Storage {
  const config = {
    directories: { keys: context.data("keys"), values: context.data("values") },
    ephemeral: false,
    ttl: { spans: hours(retentionDays) },
  };
  return {
    backend: { badger: config },
    featureGates: [],
    secrets: [],
    files: {},
    data: { retention: `${retentionDays} days` },
  };
}

/**
 * Behind a feature gate in 2.20, and unknown to 2.2. Without `ttl` nothing is ever deleted. The
 * password can't be a file: only its text is read.
 * https://github.com/jaegertracing/jaeger/blob/v2.20.0/internal/storage/v2/clickhouse/config.go
 */
function clickHouse(plan: ClickHousePlan, retentionDays: number, context: Context): Storage {
  for (const address of plan.addresses) context.outside(outsideOf(`tcp://${address}`));
  const { user: username, passwordSecret } = plan;
  const config = {
    addresses: plan.addresses,
    database: plan.database,
    auth: { basic: { username, password: `\${env:${PASSWORD}}` } },
    ...(plan.tls && { tls: trusting(plan.ca, context) }),
    create_schema: true,
    ttl: hours(retentionDays),
  };
  return {
    backend: { clickhouse: config },
    featureGates: ["storage.clickhouse"],
    secrets: [{ secret: passwordSecret, environment: PASSWORD }],
    files: filesOf(plan.ca),
  };
}

/**
 * An index a day. Jaeger reads as far back as traces are to be kept, and deletes nothing: that is an
 * index policy of the cluster. https://www.jaegertracing.io/docs/latest/storage/elasticsearch/
 */
function elasticsearch(plan: ElasticsearchPlan, retentionDays: number, context: Context): Storage {
  for (const url of plan.urls) context.outside(outsideOf(url));
  const { user: username, passwordSecret } = plan;
  const config = {
    server_urls: plan.urls,
    auth: { basic: { username, password_file: context.secretPath(passwordSecret) } },
    ...(plan.ca !== undefined && { tls: trusting(plan.ca, context) }),
    indices: { index_prefix: plan.indexPrefix },
    max_span_age: hours(retentionDays),
  };
  return {
    backend: { elasticsearch: config },
    featureGates: [],
    secrets: [{ secret: passwordSecret, file: passwordSecret }],
    files: filesOf(plan.ca),
  };
}

const hours = (days: number): string => `${DAY_HOURS * days}h`;
const filesOf = (ca: string | undefined): Record<string, string> =>
  ca === undefined ? {} : { [CA_FILE]: ca };
const trusting = (ca: string | undefined, context: Context): object =>
  ca === undefined ? {} : { ca_file: context.path(CA_FILE) };
