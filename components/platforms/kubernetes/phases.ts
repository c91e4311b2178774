import type { Deployment, KubernetesObject, StatefulSet } from "./api.ts";
import type { Workload } from "../../workload.ts";

/** The objects of a workload by when they are created. */
export interface Phases {
  /** What pods need, or must not run without. */
  readonly before: readonly KubernetesObject[];
  readonly pods: readonly (Deployment | StatefulSet)[];
  /** What needs pods: a Service counts as created once one of them is ready. */
  readonly after: readonly KubernetesObject[];
}

export function phasesOf(objects: readonly KubernetesObject[]): Phases {
  const pods = objects.filter(isController);
  const after = objects.filter(needsPods);
  return {
    before: objects.filter((object) => !isController(object) && !needsPods(object)),
    pods,
    after,
  };
}

/**
 * A headless Service comes before the pods: each finds its peers by it as it starts.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/await/service.go
 */
function needsPods(object: KubernetesObject): boolean {
  if (object.kind === "Service") return object.spec?.clusterIP !== "None";
  return object.kind === "PodDisruptionBudget" || object.kind === "HorizontalPodAutoscaler";
}

const isController = (object: KubernetesObject): object is Deployment | StatefulSet =>
  object.kind === "Deployment" || object.kind === "StatefulSet";

/** For images on a slow line, and a node that has to be started first. */
const SPARE_SECONDS = 900;
/** Of a pod's stop, besides what the workload takes. */
const LEAVE_SECONDS = 10;

/** How long a rollout may take: pods of a set are replaced one by one. */
export function rolloutSeconds({ replicas, health, stopSeconds, scaling }: Workload): number {
  const pods = scaling?.maxReplicas ?? replicas;
  return SPARE_SECONDS + pods * (health.startSeconds + stopSeconds + LEAVE_SECONDS);
}
