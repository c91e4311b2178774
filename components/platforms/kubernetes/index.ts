import { Provider } from "@pulumi/kubernetes/provider.js";
import { instanceOf, type WorkloadName } from "../../core/names.ts";
import { peersBefore, startOrder } from "../../start-order.ts";
import { createAgents } from "./agent-resources.ts";
import type { AgentHandout } from "./agents.ts";
import type { KubernetesObject } from "./api.ts";
import { createObject } from "./classes.ts";
import type { KubernetesPlan } from "./plan.ts";
import type { StackObjects } from "./render.ts";
import { type WorkloadArgs, WorkloadResource } from "./workload-resource.ts";

export interface StackArgs {
  readonly plan: KubernetesPlan;
  readonly objects: StackObjects;
  readonly secrets: WorkloadArgs["secrets"];
  readonly agents: AgentHandout | undefined;
}

/** Creates every workload behind its peers, in a namespace of their own. Destroying goes the other way round. */
export function createStack(args: StackArgs): readonly WorkloadResource[] {
  const { plan, objects, secrets, agents } = args;
  const cluster = {
    ...(plan.context !== undefined && { context: plan.context }),
    enableServerSideApply: true,
    // A Secret keeps its name, so it changes in place: pods would miss a replaced one meanwhile.
    enableSecretMutable: true,
  };
  const provider = new Provider("kubernetes", cluster);
  // Data outlived a destroy in it, or pull secrets wait there: what is there already is taken over.
  const adopting = new Provider("namespace", { ...cluster, upsertExistingObjects: true });
  const isNamespace = ({ kind }: KubernetesObject) => kind === "Namespace";
  const namespaces = objects.shared.filter(isNamespace).map((namespace) =>
    // Deleting a namespace deletes the volumes in it.
    createObject(namespace, { provider: adopting, retainOnDelete: plan.protectData }),
  );
  const shared = objects.shared
    .filter((object) => !isNamespace(object))
    .map((object) => createObject(object, { provider, dependsOn: namespaces }));
  if (agents) createAgents(agents, plan, secrets?.valuesOf, { provider, dependsOn: namespaces });

  const created = new Map<WorkloadName, WorkloadResource>();
  for (const { name, after, ...args } of startOrder(objects.workloads.map(ordered))) {
    const peers = after.flatMap((peer) => created.get(peer) ?? []);
    const all = { ...args, plan, secrets, namespaces, before: [...shared, ...peers] };
    created.set(name, new WorkloadResource(name, all, { providers: [provider] }));
  }
  return [...created.values()];
}

function ordered(one: StackObjects["workloads"][number]) {
  const { workload } = one;
  const peers = peersBefore(workload).map((peer) => instanceOf(peer).workload);
  return { ...one, name: workload.name, after: [...new Set(peers)] };
}
