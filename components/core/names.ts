/** What every part of Tempo opens where they run one by one. */
const TEMPO_PART = {
  http: { standard: 3200, protocol: "http", audience: "peers" },
  grpc: { standard: 9095, protocol: "grpc", audience: "peers" },
  /** Where they tell each other who is there. */
  memberlist: { standard: 7946, protocol: "tcp", audience: "peers" },
} as const;

/**
 * The one place for the names of workloads and their ports.
 *
 * `standard` is the port inside a container or pod, where every workload has an address of its own;
 * `local` is its default on a host that all of them share: what has none is not opened there.
 */
export const WORKLOADS = {
  collector: {
    otlpGrpc: { standard: 4317, local: 4317, protocol: "grpc", audience: "agents" },
    otlpHttp: { standard: 4318, local: 4318, protocol: "http", audience: "agents" },
    health: { standard: 13133, local: 13133, protocol: "http", audience: "platform" },
    metrics: { standard: 8888, local: 8888, protocol: "http", audience: "peers" },
    /** Its own metrics on their way out, where nobody scrapes them: see `OwnMetrics`. */
    ownMetrics: { standard: 4319, local: 4319, protocol: "grpc", audience: "itself" },
  },
  /** The second tier, where there is one: as many as the plan says, see `replicaName`. */
  sampler: {
    otlpGrpc: { standard: 4317, local: 14400, protocol: "grpc", audience: "peers" },
    health: { standard: 13133, local: 14500, protocol: "http", audience: "platform" },
    metrics: { standard: 8888, local: 14600, protocol: "http", audience: "peers" },
    ownMetrics: { standard: 4319, local: 14700, protocol: "grpc", audience: "itself" },
  },
  jaeger: {
    ui: { standard: 16686, local: 16686, protocol: "http", audience: "operators" },
    queryGrpc: { standard: 16685, local: 16685, protocol: "grpc", audience: "operators" },
    otlpGrpc: { standard: 4317, local: 14317, protocol: "grpc", audience: "peers" },
    health: { standard: 13133, local: 13134, protocol: "http", audience: "platform" },
    metrics: { standard: 8888, local: 8889, protocol: "http", audience: "peers" },
  },
  tempo: {
    http: { standard: 3200, local: 3200, protocol: "http", audience: "peers" },
    otlpGrpc: { standard: 4317, protocol: "grpc", audience: "peers" },
  },
  "tempo-live-store-a": TEMPO_PART,
  "tempo-live-store-b": TEMPO_PART,
  "tempo-backend-scheduler": TEMPO_PART,
  "tempo-block-builder": TEMPO_PART,
  "tempo-query-frontend": TEMPO_PART,
  "tempo-querier": TEMPO_PART,
  "tempo-backend-worker": TEMPO_PART,
  "tempo-distributor": {
    ...TEMPO_PART,
    otlpGrpc: { standard: 4317, protocol: "grpc", audience: "peers" },
  },
  victoriametrics: {
    http: { standard: 8428, local: 8428, protocol: "http", audience: "operators" },
  },
  /** The same as a cluster: storages, and what writes to them, reads them and scrapes for them. */
  vmstorage: {
    http: { standard: 8482, protocol: "http", audience: "peers" },
    fromInsert: { standard: 8400, protocol: "tcp", audience: "peers" },
    fromSelect: { standard: 8401, protocol: "tcp", audience: "peers" },
  },
  vminsert: { http: { standard: 8480, protocol: "http", audience: "peers" } },
  vmselect: { http: { standard: 8481, protocol: "http", audience: "operators" } },
  vmagent: { http: { standard: 8429, protocol: "http", audience: "peers" } },
  vmalert: {
    http: { standard: 8880, local: 8880, protocol: "http", audience: "operators" },
  },
  alertmanager: {
    http: { standard: 9093, local: 9093, protocol: "http", audience: "operators" },
    /** Between replicas, which one host has no use for. */
    cluster: { standard: 9094, protocol: "tcp", audience: "peers" },
  },
  grafana: {
    http: { standard: 3000, local: 3000, protocol: "http", audience: "operators" },
  },
  "langfuse-web": {
    http: { standard: 3000, local: 3001, protocol: "http", audience: "operators" },
  },
  "langfuse-worker": {
    http: { standard: 3030, protocol: "http", audience: "platform" },
  },
  "langfuse-postgres": {
    postgres: { standard: 5432, protocol: "tcp", audience: "peers" },
  },
  "langfuse-clickhouse": {
    http: { standard: 8123, protocol: "http", audience: "peers" },
    native: { standard: 9000, protocol: "tcp", audience: "peers" },
    metrics: { standard: 9363, protocol: "http", audience: "peers" },
  },
  "langfuse-valkey": {
    valkey: { standard: 6379, protocol: "tcp", audience: "peers" },
  },
  "langfuse-s3": {
    s3: { standard: 8333, protocol: "http", audience: "peers" },
    metrics: { standard: 9327, protocol: "http", audience: "peers" },
  },
} as const satisfies Record<string, Record<string, PortName>>;

interface PortName {
  readonly standard: number;
  readonly local?: number;
  readonly protocol: "grpc" | "http" | "tcp";
  /**
   * Who connects: agents, people, other workloads, only the platform's health check, or nobody but
   * the program itself, over loopback.
   */
  readonly audience: "agents" | "operators" | "peers" | "platform" | "itself";
}

export type WorkloadName = keyof typeof WORKLOADS;
export const workloadNames = Object.keys(WORKLOADS) as WorkloadName[];

/** The parts of Tempo, where they run one by one, in an order in which they may start. */
export const TEMPO_PARTS = [
  "tempo-live-store-a",
  "tempo-live-store-b",
  "tempo-backend-scheduler",
  "tempo-block-builder",
  "tempo-query-frontend",
  "tempo-querier",
  "tempo-backend-worker",
  "tempo-distributor",
] as const satisfies readonly WorkloadName[];
export type TempoPart = (typeof TEMPO_PARTS)[number];

/** The ports of a workload by name, as the table has them. */
export function portsOf(workload: WorkloadName): Readonly<Record<string, PortName>> {
  return WORKLOADS[workload];
}

/** A port of workload `W`, or of any workload. */
export type PortOf<W extends WorkloadName = WorkloadName> = W extends WorkloadName
  ? keyof (typeof WORKLOADS)[W] & string
  : never;

/** The name of one replica, the same after every restart; ordinals count from 0. */
export type ReplicaName<W extends WorkloadName = WorkloadName> = `${W}-${number}`;
export const replicaName = <W extends WorkloadName>(workload: W, ordinal: number): ReplicaName<W> =>
  `${workload}-${ordinal}`;

/** What something that runs is called: a workload, or one of its replicas. */
export type InstanceName<W extends WorkloadName = WorkloadName> = W | ReplicaName<W>;

/** Which workload an instance is, and which of its replicas. */
export function instanceOf(name: InstanceName): {
  readonly workload: WorkloadName;
  readonly ordinal?: number;
} {
  const [, workload = name, ordinal] = /^(.+)-(\d+)$/.exec(name) ?? [];
  return {
    workload: workload as WorkloadName,
    ...(ordinal !== undefined && { ordinal: Number(ordinal) }),
  };
}

/** The fixed agent name of `make verify`: always sampled, left out of every rule and total. */
export const VERIFY_AGENT = "agentobs.verify";
