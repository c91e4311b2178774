import type { MetricKey } from "../core/metrics.ts";
import type { MetricsStore } from "../victoriametrics/store.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import type { OwnModel } from "./model.ts";

/** Every decision about the collector, as plain values. `stacks/plan.ts` makes it, this folder renders it. */
export interface CollectorPlan {
  /** `deployment.environment.name` of spans that carry none. */
  readonly environment: string;
  /** Where the memory limiter starts to refuse; the process may use a little more. */
  readonly memoryLimitMiB: number;
  readonly ingest: IngestPlan;
  readonly content: {
    readonly capture: boolean;
    /** Further secret patterns of the operator, RE2 syntax. */
    readonly patterns: readonly string[];
    /**
     * Where spans are searched for secrets: after sampling, which costs half as much, or before
     * anything waits in memory. What becomes a label is clean at ingest either way.
     */
    readonly redactAt?: "export" | "ingest";
  };
  readonly agents: readonly KnownAgent[];
  /** Models that the table doesn't hold, or holds with other prices. */
  readonly models?: readonly OwnModel[] | undefined;
  readonly derive: {
    /** How often counted metrics leave the collector. */
    readonly flushSeconds: number;
    /** Cap on series of each metric, and on those that SDKs count themselves together. */
    readonly maxSeriesPerMetric: number;
    /** Alert thresholds that must be bucket bounds, in the metric's unit. */
    readonly extraBuckets: Readonly<Partial<Record<MetricKey, readonly number[]>>>;
  };
  readonly ownMetrics?: OwnMetrics | undefined;
  readonly sampling: SamplingPlan;
  /** A second tier, where there is one: collectors that only sample. */
  readonly tiers?: TiersPlan | undefined;
  /** How the sizes follow from the declared traffic, a line each, for the head of each file. */
  readonly arithmetic?: {
    readonly gateway: readonly string[];
    readonly sampler: readonly string[];
  };
  /** Of each destination, on disk. */
  readonly queue: { readonly spans: number; readonly dataPoints: number };
  readonly destinations: readonly Destination[];
}

/**
 * Set where nobody scrapes the collector: it sends what it counts about itself to the destinations of
 * the metrics, under the names that a scrape gives.
 */
export interface OwnMetrics {
  readonly everySeconds: number;
}

export interface KnownAgent {
  /** As it appears in `gen_ai.agent.name` after normalisation. */
  readonly name: string;
  /** `service.name` of the process it runs in: names the agent of spans that carry none. */
  readonly service?: string | undefined;
  /** Allow-list of tool names; anything else becomes `other`. */
  readonly tools?: readonly string[] | undefined;
}

export interface SamplingPlan {
  readonly slowerThanSeconds: number;
  readonly maxIterations: number;
  readonly baselinePercent: number;
  /** ISO date (UTC) until which everything is kept. */
  readonly fullUntil?: string | undefined;
  /** Longer than the longest run. */
  readonly decisionWaitSeconds: number;
  /** Shortens the wait once the root span has arrived. */
  readonly decisionWaitAfterRootSeconds: number;
  readonly maxTraces: number;
  readonly expectedNewTracesPerSecond: number;
  /** Decisions that late spans still follow: so many kept traces, and so many dropped ones. */
  readonly rememberedDecisions: number;
  /** A larger trace is dropped undecided, so that one can't starve the others. */
  readonly largestTraceBytes: number;
}

/** How whole traces get from the gateways to the samplers. */
export type TiersPlan = {
  /** Where a sampler's memory limiter starts to refuse. */
  readonly samplerMemoryLimitMiB: number;
} & (OtlpBetween | KafkaBetween);

export interface OtlpBetween {
  readonly between: "otlp";
  /** What a gateway holds in memory for one sampler that is down, and for how long. */
  readonly queueSpans: number;
  readonly outageSeconds: number;
  /** How many of the samplers are sent nothing new: the last ones, which are to be taken away. */
  readonly draining: number;
  /** Absent on loopback: there the wire is plain. */
  readonly wire?: MutualTls | undefined;
}

/** Names of the stack's secrets: either side proves who it is, or nobody is let in. */
export interface MutualTls {
  readonly caSecret: string;
  readonly certificateSecret: string;
  readonly keySecret: string;
}

export interface KafkaBetween {
  readonly between: "kafka";
  /** What a gateway keeps on disk for brokers that are down. */
  readonly queueSpans: number;
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly tls: boolean;
  readonly sasl?:
    | {
        readonly mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
        readonly username: string;
        readonly passwordSecret: string;
      }
    | undefined;
}

export type DestinationKind =
  | "jaeger"
  | "tempo"
  | "victoriametrics"
  | "prometheus"
  | "langfuse"
  | "grafana-cloud"
  | "honeycomb"
  | "otlp";

/** A backend that the collector sends to. Secrets are named, never held. */
export interface Destination {
  /** Unique: its exporters are called after it. */
  readonly name: string;
  readonly kind: DestinationKind;
  readonly protocol: "otlp_grpc" | "otlp_http" | "prometheus_remote_write";
  /** A workload of this stack, an address elsewhere, or the name of the secret that holds one. */
  readonly address: OwnAddress | { readonly url: string } | { readonly urlSecret: string };
  /** Where it answers questions, when it is elsewhere: for `make verify`, nothing is sent there. */
  readonly queryUrl?: string | undefined;
  /** Without it the destination gets no traces. */
  readonly traces?: TraceChoice | undefined;
  /** Without it the destination gets no metrics. */
  readonly metrics?: {
    /** Where it takes them, unless at the protocol's own path. */
    readonly path?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
  };
  readonly compression: "none" | "gzip" | "snappy";
  readonly headers: Readonly<Record<string, string>>;
  /** Name of the secret by header. */
  readonly headerSecrets: Readonly<Record<string, string>>;
  readonly basicAuth?: BasicAuth | undefined;
  /** Certificates to trust instead of the system's, as PEM. */
  readonly ca?: string | undefined;
  /** A larger request is split; a single span that is larger is dropped here. */
  readonly maxRequestBytes: number;
  /** In plain sentences what an operator should know about it. */
  readonly notes: readonly string[];
}

/** Which workload it is, and below which path it takes what is sent over HTTP. */
export interface OwnAddress {
  readonly workload:
    | "jaeger"
    | "langfuse-web"
    | "tempo"
    | "tempo-distributor"
    | MetricsStore["write"]["workload"];
  readonly path?: string;
}

/** Always whole traces, never single spans. */
export interface TraceChoice {
  /** All, or only those that hold a GenAI span. */
  readonly which: "all" | "genai";
  /** What went wrong and a share of the rest, or every one. */
  readonly sampled: boolean;
}

export interface BasicAuth {
  readonly user: string | { readonly secret: string };
  readonly passwordSecret: string;
}
