/** Every decision about Langfuse, as plain values. Secrets are named, never held. */
export interface LangfusePlan {
  /** Where browsers reach it, without a trailing slash. */
  readonly url: string;
  readonly organization: Named;
  readonly project: Named;
  /** The first user, who owns the organisation. */
  readonly user: { readonly email: string; readonly name: string };
  /** Names of the secrets with the project's keys, which the collector sends with. */
  readonly keys: { readonly publicKeySecret: string; readonly secretKeySecret: string };
  /** How long traces are kept. */
  readonly retentionDays: number;
  /** The stores that are elsewhere: the others are workloads of the kit. */
  readonly external: ExternalStores;
  /** Certificates to trust for those, as PEM. */
  readonly ca?: string | undefined;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface ExternalStores {
  readonly postgres?: ExternalPostgres | undefined;
  readonly clickhouse?: ExternalClickHouse | undefined;
  readonly valkey?: ExternalValkey | undefined;
  readonly s3?: ExternalS3 | undefined;
}

interface Login {
  readonly username: string;
  readonly passwordSecret: string;
}

export interface ExternalPostgres extends Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly tls: boolean;
}

export interface ExternalClickHouse extends Login {
  readonly host: string;
  readonly httpPort: number;
  readonly nativePort: number;
  readonly database: string;
  /** Whether its tables are replicated: they are made `ON CLUSTER` then. */
  readonly clustered: boolean;
  readonly tls: boolean;
}

export interface ExternalValkey {
  readonly host: string;
  readonly port: number;
  readonly username?: string | undefined;
  readonly passwordSecret: string;
  readonly tls: boolean;
}

export interface ExternalS3 {
  readonly bucket: string;
  readonly region: string;
  /** Undefined for Amazon's own. */
  readonly endpoint?: string | undefined;
  readonly forcePathStyle: boolean;
  readonly accessKeyIdSecret: string;
  readonly secretAccessKeySecret: string;
}

/** What the kit's own stores hold for Langfuse, by the names that both sides use. */
export const OWN = {
  postgres: { username: "langfuse", database: "langfuse" },
  clickhouse: { username: "langfuse", database: "default" },
  s3: { bucket: "langfuse", region: "us-east-1" },
} as const;

/** Below it lie the raw events, and nothing else: retention applies to it. */
export const EVENTS_PREFIX = "events/";
