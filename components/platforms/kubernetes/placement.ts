import type { Workload } from "../../workload.ts";
import type { PodSpec, Toleration as PodToleration } from "./api.ts";
import { selectorOf } from "./labels.ts";
import type { KubernetesPlan, Toleration } from "./plan.ts";

/** Which nodes its pods may run on, and how far apart. */
export function placementOf(
  { name, replicas, scaling }: Workload,
  { nodeSelector, tolerations, priorityClass, pullSecrets }: KubernetesPlan,
): Partial<PodSpec> {
  const labelSelector = { matchLabels: selectorOf(name) };
  const several = replicas > 1 || scaling !== undefined;
  return {
    ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector: { ...nodeSelector } }),
    ...(tolerations.length > 0 && { tolerations: tolerations.map(toleration) }),
    ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
    ...(several && {
      // Zones and nodes may be too few: better close together than not at all.
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector,
        },
      ],
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector },
            },
          ],
        },
      },
    }),
  };
}

function toleration({ key, operator, value, effect }: Toleration): PodToleration {
  return {
    key,
    operator,
    ...(value !== undefined && { value }),
    ...(effect !== undefined && { effect }),
  };
}
