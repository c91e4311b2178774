import type { WorkloadName } from "../../core/names.ts";
import type { KubernetesPlan } from "./plan.ts";

const PART_OF = "agentobs";

/** What selects the pods of a workload. Never changed: selectors can't be. */
export const selectorOf = (workload: WorkloadName): Record<string, string> => ({
  "app.kubernetes.io/name": workload,
  "app.kubernetes.io/part-of": PART_OF,
});

/**
 * Metadata of an object: its name, the operator's labels and annotations, and the recommended ones.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function metadataOf(
  name: string,
  { namespace, labels, annotations }: KubernetesPlan,
  workload?: WorkloadName,
) {
  const recommended = workload
    ? { ...selectorOf(workload), "app.kubernetes.io/managed-by": PART_OF }
    : { "app.kubernetes.io/part-of": PART_OF, "app.kubernetes.io/managed-by": PART_OF };
  return {
    name,
    namespace,
    labels: { ...labels, ...recommended },
    ...(Object.keys(annotations).length > 0 && { annotations: { ...annotations } }),
  };
}
