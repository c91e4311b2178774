import type { Workload } from "../../workload.ts";
import { availabilityOf } from "./availability.ts";
import { certificateOf } from "./certificates.ts";
import { configOf } from "./config-maps.ts";
import { controllerOf } from "./controllers.ts";
import { exposureOf } from "./exposure.ts";
import { externalSecretOf } from "./external-secrets.ts";
import { metadataOf } from "./labels.ts";
import { denyAll, networkPolicyOf } from "./network-policies.ts";
import type { KubernetesObject } from "./api.ts";
import type { KubernetesPlan } from "./plan.ts";
import { VOLUMES } from "./pod.ts";
import { servicesOf } from "./services.ts";

/** The objects of a stack: what all share, and those of each workload, in an order of creation. */
export interface StackObjects {
  readonly shared: readonly KubernetesObject[];
  readonly workloads: readonly WorkloadObjects[];
}

export interface WorkloadObjects {
  readonly workload: Workload;
  readonly objects: readonly KubernetesObject[];
}

/** Turns workloads into the objects that run them. Same plan, same objects. */
export function kubernetesObjects(
  workloads: readonly Workload[],
  plan: KubernetesPlan,
): StackObjects {
  return {
    shared: [namespaceOf(plan), denyAll(plan)],
    workloads: workloads.map((workload) => ({
      workload,
      objects: objectsOf(workload, workloads, plan),
    })),
  };
}

/**
 * A namespace that takes pods of the `restricted` level only.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
function namespaceOf(plan: KubernetesPlan): KubernetesObject {
  const { name, labels, ...rest } = metadataOf(plan.namespace, plan);
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      ...("annotations" in rest && { annotations: rest.annotations }),
      labels: {
        ...labels,
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "latest",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "latest",
      },
    },
  };
}

function objectsOf(
  workload: Workload,
  all: readonly Workload[],
  plan: KubernetesPlan,
): KubernetesObject[] {
  const config = configOf(workload, plan, VOLUMES.config);
  return [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: metadataOf(workload.name, plan, workload.name),
      automountServiceAccountToken: false,
    },
    ...config.maps,
    ...secretObjectsOf(workload, plan),
    ...servicesOf(workload, plan),
    ...exposureOf(workload, plan),
    networkPolicyOf(workload, all, plan),
    controllerOf(workload, config, plan),
    ...availabilityOf(workload, plan),
  ];
}

/** What has a workload's Secrets written, where it is not the program. */
function secretObjectsOf(workload: Workload, plan: KubernetesPlan): KubernetesObject[] {
  const external = externalSecretOf(workload, plan);
  return [
    ...(external ? [external] : []),
    ...plan.certificates
      .filter((issued) => issued.workload === workload.name)
      .map((issued) => certificateOf(issued, plan)),
  ];
}
