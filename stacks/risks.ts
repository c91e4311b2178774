import type { WorkloadName } from "../components/core/names.ts";

/** What the loss of the only replica means, for each workload that may have one and keeps data. */
export const SINGLE_REPLICAS = {
  collector: "while it restarts, agents can't send, and their SDKs drop what they can't keep",
  sampler: "what waits for a decision in it is lost with it",
  jaeger: "while it restarts no trace can be found, and with its disk all traces are lost",
  tempo: "while it restarts no trace can be found, and with its disk go those that no bucket has",
  victoriametrics:
    "while it restarts no alert is evaluated, and with its disk all metrics are lost",
  alertmanager: "while it restarts nobody is told, and with its disk all silences are lost",
  "langfuse-postgres":
    "while it restarts Langfuse answers nobody, and with its disk all projects and keys are lost",
  "langfuse-clickhouse":
    "while it restarts Langfuse shows no trace, and with its disk all of its traces are lost",
  "langfuse-valkey":
    "while it restarts Langfuse takes no trace, and with its disk goes what waited",
  "langfuse-s3":
    "while it restarts Langfuse takes no trace, and with its disk go traces not yet written",
  grafana: "while it restarts nobody sees a dashboard, and with its disk goes what people added",
} as const satisfies Partial<Record<WorkloadName, string>>;

type SingleReplica = keyof typeof SINGLE_REPLICAS;
export const singleReplica = <W extends SingleReplica>(workload: W) =>
  `single-replica-${workload}` as const;
export const isSingleReplica = (workload: WorkloadName): workload is SingleReplica =>
  workload in SINGLE_REPLICAS;

const OTHERS = {
  "ingest-without-tls": "agents send in plain text: everybody on the way reads it",
  "ingest-without-auth": "everybody who reaches the port may send",
  "destination-without-tls": "spans and credentials travel to a destination in plain text",
  "unprotected-data": "`pulumi destroy` removes the data",
} as const;

export type RiskName = keyof typeof OTHERS | ReturnType<typeof singleReplica<SingleReplica>>;

/** Every risk that production refuses unless it is acknowledged: what it means, in one sentence. */
export const RISKS: Readonly<Record<RiskName, string>> = {
  ...OTHERS,
  ...(Object.fromEntries(
    Object.entries(SINGLE_REPLICAS).map(([workload, lost]) => [
      singleReplica(workload as SingleReplica),
      lost,
    ]),
  ) as Record<ReturnType<typeof singleReplica<SingleReplica>>, string>),
};
export const riskNames = Object.keys(RISKS) as RiskName[];
