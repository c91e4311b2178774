import type {
  KubernetesObject,
  PodTemplateSpec,
} from "../../components/platforms/kubernetes/api.ts";
import {
  kubernetesObjects,
  type WorkloadObjects,
} from "../../components/platforms/kubernetes/render.ts";
import type { Plan } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

/** Each workload of a stack for a cluster, with its objects. */
export function objectsOf(plan: Plan): readonly WorkloadObjects[] {
  return stackObjects(plan).workloads;
}

/** All objects of a stack for a cluster. */
export function stackObjects(plan: Plan) {
  if (!plan.kubernetes) throw new Error("not a stack for a cluster");
  return kubernetesObjects(workloadsOf(plan), plan.kubernetes);
}

/** The templates of all pods among them. */
export const podTemplatesOf = (objects: readonly KubernetesObject[]): PodTemplateSpec[] =>
  objects.flatMap((object) =>
    object.kind === "Deployment" || object.kind === "StatefulSet"
      ? object.spec
        ? [object.spec.template]
        : []
      : [],
  );
