import type { Workload } from "../../workload.ts";
import type { Deployment, StatefulSet } from "./api.ts";
import type { PodConfig } from "./config-maps.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import { headlessName } from "./names.ts";
import type { KubernetesPlan } from "./plan.ts";
import { podTemplate, VOLUMES } from "./pod.ts";

/** Seconds after which a rollout that hangs counts as failed. */
const PROGRESS_SECONDS = 600;

/** A set of pods with names and volumes of their own where the workload keeps data, else without. */
export function controllerOf(
  workload: Workload,
  config: PodConfig,
  plan: KubernetesPlan,
): Deployment | StatefulSet {
  const { name, replicas, data, scaling } = workload;
  const metadata = metadataOf(name, plan, name);
  const common = {
    // An autoscaler owns the number from then on.
    ...(!scaling && { replicas }),
    selector: { matchLabels: selectorOf(name) },
    template: podTemplate(workload, config, plan),
    revisionHistoryLimit: 3,
  };
  if (!data)
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { ...common, progressDeadlineSeconds: PROGRESS_SECONDS },
    };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata,
    spec: {
      ...common,
      serviceName: headlessName(name),
      // Replicas don't wait for each other to start; updates still go one by one.
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "RollingUpdate" },
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: plan.protectData ? "Retain" : "Delete",
        whenScaled: "Retain",
      },
      volumeClaimTemplates: [
        {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name: VOLUMES.data, labels: selectorOf(name) },
          spec: {
            accessModes: ["ReadWriteOnce"],
            ...(plan.storageClass !== undefined && { storageClassName: plan.storageClass }),
            resources: { requests: { storage: `${data.sizeGiB}Gi` } },
          },
        },
      ],
    },
  };
}
