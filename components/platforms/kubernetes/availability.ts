import type { Workload } from "../../workload.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import type { KubernetesObject } from "./api.ts";
import type { KubernetesPlan } from "./plan.ts";

/** How many pods a drain of nodes may take at once, and when more are started. */
export function availabilityOf(workload: Workload, plan: KubernetesPlan): KubernetesObject[] {
  const { name, replicas, scaling } = workload;
  const metadata = metadataOf(name, plan, name);
  // With a single pod a budget would only block the drain of its node.
  const budget: KubernetesObject[] =
    replicas > 1
      ? [
          {
            apiVersion: "policy/v1",
            kind: "PodDisruptionBudget",
            metadata,
            spec: {
              maxUnavailable: 1,
              selector: { matchLabels: selectorOf(name) },
              // A pod that is broken anyway must not hold up the drain.
              unhealthyPodEvictionPolicy: "AlwaysAllow",
            },
          },
        ]
      : [];
  if (!scaling) return budget;
  return [
    ...budget,
    {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
        minReplicas: replicas,
        maxReplicas: scaling.maxReplicas,
        metrics: [
          {
            type: "Resource",
            resource: {
              name: "cpu",
              target: { type: "Utilization", averageUtilization: scaling.cpuPercent },
            },
          },
        ],
      },
    },
  ];
}
