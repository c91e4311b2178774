import { TEMPO_PARTS, type WorkloadName } from "../components/core/names.ts";
import { destinationPlan } from "./destinations.ts";
import { jaegersFor } from "./jaeger-plan.ts";
import { langfuseWorkloads } from "./langfuse.ts";
import { onOneHost } from "./platform.ts";
import { replicasFor } from "./replicas.ts";
import type { Settings } from "./settings.ts";
import { STATELESS_PARTS, tempoMode, tempoReplicas } from "./tempo-mode.ts";

/** A workload of the stack, and how many of it. */
export interface Running {
  readonly workload: WorkloadName;
  readonly replicas: number;
  /** Its pods are alike and come and go: they have no names of their own. */
  readonly stateless?: boolean;
}

/** What destinations without an address, and the traffic, ask for, in an order in which it may start. */
export function runningFor(settings: Settings): Running[] {
  const wanted = new Set(
    settings.destinations.flatMap((destination) => {
      const { address } = destinationPlan(destination);
      return "workload" in address ? [address.workload] : [];
    }),
  );
  const { gateways, samplers, drainingSamplers } = replicasFor(settings);
  const one = (workload: WorkloadName): Running[] => [{ workload, replicas: 1 }];
  // Rules need a metrics store to ask, and someone to tell.
  const alerting: Running[] = wanted.has("victoriametrics")
    ? [
        ...metricsStoreFor(settings),
        { workload: "alertmanager", replicas: alertmanagers(settings) },
        ...one("vmalert"),
      ]
    : [];
  return [
    ...(wanted.has("jaeger") ? [{ workload: "jaeger", ...jaegersFor(settings) } as const] : []),
    ...(wanted.has("tempo") ? tempos(settings) : []),
    ...langfuseWorkloads(settings).flatMap(one),
    ...alerting,
    ...(settings.grafana.run ? one("grafana") : []),
    ...(samplers > 0
      ? [{ workload: "sampler", replicas: samplers + drainingSamplers } as const]
      : []),
    { workload: "collector", replicas: gateways },
  ];
}

function tempos(settings: Settings): Running[] {
  if (!tempoMode(settings).microservices) return [{ workload: "tempo", replicas: 1 }];
  const replicas = tempoReplicas(settings);
  return TEMPO_PARTS.map((workload) => ({
    workload,
    replicas: replicas[workload],
    stateless: STATELESS_PARTS.includes(workload),
  }));
}

/** One part, or a cluster's: what holds nothing runs twice. */
function metricsStoreFor({ victoriametrics: { cluster } }: Settings): Running[] {
  if (!cluster) return [{ workload: "victoriametrics", replicas: 1 }];
  return [
    { workload: "vmstorage", replicas: cluster.storages },
    { workload: "vminsert", replicas: 2, stateless: true },
    { workload: "vmselect", replicas: 2, stateless: true },
    { workload: "vmagent", replicas: 1 },
  ];
}

/** Two tell each other what they have sent: one that is lost silences nobody. */
function alertmanagers(settings: Settings): number {
  return !onOneHost(settings) && settings.environment === "production" ? 2 : 1;
}
