import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import { type Manifest, nameOf, type ObjectApi, type Stored } from "./api.ts";

/** What is read of an object to see whether it is ready; the rest of it is of no interest. */
const State = z.object({
  metadata: z.object({ generation: z.number().default(0) }),
  spec: z
    .object({ replicas: z.number().default(1), completions: z.number().default(1) })
    .prefault({}),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      updatedReplicas: z.number().default(0),
      readyReplicas: z.number().default(0),
      desiredNumberScheduled: z.number().default(0),
      numberReady: z.number().default(0),
      succeeded: z.number().default(0),
      phase: z.string().optional(),
      // Null in a definition that is just made.
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).nullish(),
    })
    .prefault({}),
});
type State = z.infer<typeof State>;

/** Kinds that become ready after they exist; every other kind only has to be there. */
const READY: Readonly<Record<string, (state: State) => boolean>> = {
  Deployment: replicasReady,
  StatefulSet: replicasReady,
  DaemonSet: ({ status }) =>
    status.desiredNumberScheduled > 0 && status.numberReady === status.desiredNumberScheduled,
  Job: ({ spec, status }) => status.succeeded >= spec.completions,
  Pod: (state) => hasCondition(state, "Ready"),
  PersistentVolumeClaim: ({ status }) => status.phase === "Bound",
  Node: (state) => hasCondition(state, "Ready"),
  CustomResourceDefinition: (state) => hasCondition(state, "Established"),
};

function replicasReady({ metadata, spec, status }: State): boolean {
  return (
    status.observedGeneration >= metadata.generation &&
    status.updatedReplicas === spec.replicas &&
    status.readyReplicas === spec.replicas
  );
}

function hasCondition({ status }: State, type: string): boolean {
  return (status.conditions ?? []).some((each) => each.type === type && each.status === "True");
}

/** The objects that are not ready yet, in words: empty when all are. */
export async function notReady(api: ObjectApi, manifests: readonly Manifest[]): Promise<string[]> {
  const states = await Promise.all(
    manifests.map(async (manifest) => ({ manifest, stored: await api.read(manifest) })),
  );
  return states.flatMap(({ manifest, stored }) => {
    if (!stored) return [`${nameOf(manifest)} does not exist`];
    return isReady(stored) ? [] : [`${nameOf(manifest)} ${JSON.stringify(stored["status"])}`];
  });
}

function isReady(stored: Stored): boolean {
  const ready = READY[stored.kind];
  return !ready || ready(State.parse(stored));
}

/** What the cluster complains about in the namespaces of these objects, such as pods without a node. */
export async function complaints(
  config: KubeConfig,
  manifests: readonly Manifest[],
): Promise<string[]> {
  const core = config.makeApiClient(CoreV1Api);
  const namespaces = new Set(manifests.map(({ metadata }) => metadata?.namespace ?? "default"));
  const lists = await Promise.all(
    [...namespaces].map((namespace) => core.listNamespacedEvent({ namespace })),
  );
  const events = lists.flatMap(({ items }) => items).filter(({ type }) => type === "Warning");
  const texts = events.map(({ involvedObject, reason, message }) =>
    [involvedObject.kind, involvedObject.name, `${reason ?? ""}:`, message ?? ""].join(" "),
  );
  return [...new Set(texts)];
}
