export interface JaegerPlan {
  readonly retentionDays: number;
  readonly storage: BadgerPlan | ClickHousePlan | ElasticsearchPlan;
}

/** On a disk of its own, which one replica has to itself. */
export interface BadgerPlan {
  readonly kind: "badger";
}

export interface ClickHousePlan {
  readonly kind: "clickhouse";
  /** `host:port` of the native protocol. */
  readonly addresses: readonly string[];
  readonly database: string;
  readonly user: string;
  readonly passwordSecret: string;
  readonly tls: boolean;
  /** Certificates to trust instead of the system's, as PEM. */
  readonly ca?: string | undefined;
}

export interface ElasticsearchPlan {
  readonly kind: "elasticsearch";
  readonly urls: readonly string[];
  readonly indexPrefix: string;
  readonly user: string;
  readonly passwordSecret: string;
  /** Certificates to trust instead of the system's, as PEM. */
  readonly ca?: string | undefined;
}
