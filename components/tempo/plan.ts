/** Every decision about Tempo, as plain values. `stacks/tempo-plan.ts` makes it. */
export interface TempoPlan {
  readonly retentionDays: number;
  /** A longer attribute is cut. */
  readonly maxAttributeBytes: number;
  /** A larger trace is refused, and counted. */
  readonly largestTraceBytes: number;
  /** More than this is sent back, to be tried again. */
  readonly ingestBytesPerSecond: number;
  /** Traces that are still arriving, at most. */
  readonly liveTraces: number;
  /** Undefined for the workload's own disk. */
  readonly s3?: S3Plan | undefined;
  /** Set where its parts run one by one, with Kafka between them. */
  readonly microservices?: MicroservicesPlan | undefined;
  /** How the limits follow from the settings, a line each, for the head of the file. */
  readonly arithmetic: readonly string[];
}

/** A bucket of Amazon S3, or of a store that speaks its protocol. Secrets are names. */
export interface S3Plan {
  /** `host` or `host:port` */
  readonly endpoint: string;
  readonly plainHttp: boolean;
  readonly bucket: string;
  readonly region?: string | undefined;
  readonly accessKeySecret: string;
  readonly secretKeySecret: string;
}

export interface MicroservicesPlan {
  readonly kafka: KafkaPlan;
  /** Of the topic: each is read by one live-store of each zone, and by one block-builder. */
  readonly partitions: number;
}

/** Tempo connects without TLS, to one address that leads it to all brokers. Secrets are names. */
export interface KafkaPlan {
  /** `host:port` */
  readonly address: string;
  readonly topic: string;
  readonly sasl?: { readonly username: string; readonly passwordSecret: string } | undefined;
}
