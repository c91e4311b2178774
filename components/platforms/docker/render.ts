import type { InstanceName } from "../../core/names.ts";
import { peersBefore, startOrder } from "../../start-order.ts";
import type { Workload } from "../../workload.ts";
import { containerOf, mountsOf, readyOf } from "./container.ts";
import { filesOf } from "./files.ts";
import { healthcheckOf } from "./health.ts";
import {
  containerName,
  dataVolume,
  edgeName,
  filesName,
  labelsFor,
  labelsOf,
  networkName,
  readyName,
  secretsVolume,
} from "./names.ts";
import type {
  ContainerObject,
  DockerObjects,
  Mount,
  NetworkObject,
  VolumeObject,
  WorkloadObjects,
} from "./objects.ts";
import type { DockerPlan } from "./plan.ts";

/** Turns workloads into the objects that run them. Same plan, same objects. */
export function dockerObjects(workloads: readonly Workload[], plan: DockerPlan): DockerObjects {
  const named = workloads.map((workload) => ({
    workload,
    name: instanceOf(workload),
    after: peersBefore(workload),
  }));
  const objects = startOrder(named).map(({ workload }) => objectsOf(workload, workloads, plan));
  const containers = objects.flatMap(containersOf);
  return {
    project: plan.project,
    images: [...new Set(containers.map(({ image }) => image))].sort(),
    networks: networksOf(plan),
    workloads: objects,
  };
}

/** All containers of a workload, in the order of their starts. */
export const containersOf = ({ files, container, ready }: WorkloadObjects): ContainerObject[] => [
  ...(files ? [files.container] : []),
  container,
  ...(ready ? [ready] : []),
];

/** A replica's own name, else the workload's, which then runs once. */
const instanceOf = ({ name, replica }: Workload): InstanceName => replica ?? name;

/**
 * All traffic between containers is in a network that has no way out. Who is reached from the host, or
 * reaches beyond it, is in a second one too. (Compose gives a name in both, so both have to carry it.)
 * https://docs.docker.com/engine/network/drivers/bridge/
 */
const networksOf = (plan: DockerPlan): NetworkObject[] => [
  {
    name: networkName(plan),
    driver: "bridge",
    internal: true,
    labels: labelsOf(plan),
  },
  {
    name: edgeName(plan),
    driver: "bridge",
    internal: false,
    labels: labelsOf(plan),
  },
];

function objectsOf(
  workload: Workload,
  all: readonly Workload[],
  plan: DockerPlan,
): WorkloadObjects {
  const instance = instanceOf(workload);
  const mounts = mountsOf(workload, instance, plan);
  const files = filesOf(workload, instance, mounts, plan);
  const after = peersBefore(workload);
  const waits = Object.fromEntries([
    ...(files ? [[filesName(instance, plan), "completed"] as const] : []),
    ...after.map((peer) => waitFor(peer, all, plan)),
  ]);
  const container = containerOf(workload, instance, waits, plan);
  const ready = readyOf(workload, instance, plan);
  return {
    workload,
    instance,
    after,
    volumes: mounts.map((mount) => volumeOf(mount, instance, plan)),
    ...(files && { files }),
    container,
    ...(ready && { ready }),
  };
}

/** Until a peer is well: by its own check, else by who asks it from outside. */
function waitFor(peer: InstanceName, all: readonly Workload[], plan: DockerPlan) {
  const workload = all.find((one) => instanceOf(one) === peer);
  if (!workload) throw new Error(`${peer} is waited for, and the stack does not run it`);
  return healthcheckOf(workload)
    ? ([containerName(peer, plan), "healthy"] as const)
    : ([readyName(peer, plan), "completed"] as const);
}

function volumeOf({ volume }: Mount, instance: InstanceName, plan: DockerPlan): VolumeObject {
  const kind =
    volume === dataVolume(instance, plan)
      ? "data"
      : volume === secretsVolume(instance, plan)
        ? "secrets"
        : "config";
  return { name: volume, kind, labels: labelsFor(instance, plan) };
}
