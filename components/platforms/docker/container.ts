import { IMAGES } from "../../core/images.ts";
import type { InstanceName } from "../../core/names.ts";
import type { Workload } from "../../workload.ts";
import { CONTAINER_PATHS } from "../container-paths.ts";
import { imageOf } from "../image.ts";
import { healthcheckOf, readyCommand } from "./health.ts";
import { helper, LOGGING, NO_NEW_PRIVILEGES } from "./helper.ts";
import { limitsOf } from "./limits.ts";
import {
  configVolume,
  containerName,
  dataVolume,
  edgeName,
  labelsFor,
  networkName,
  readyName,
  secretsVolume,
} from "./names.ts";
import type { Attachment, ContainerObject, Mount, Port } from "./objects.ts";
import type { DockerPlan } from "./plan.ts";

/** The container of a workload: it may write to its own data and scratch folders, and do nothing else. */
export function containerOf(
  workload: Workload,
  instance: InstanceName,
  after: ContainerObject["after"],
  plan: DockerPlan,
): ContainerObject {
  const { tool, command, args, environment, resources } = workload;
  const { user } = IMAGES[tool];
  const healthcheck = healthcheckOf(workload);
  const ports = portsOf(workload, instance, plan);
  return {
    name: containerName(instance, plan),
    image: imageOf(tool, plan),
    user: `${user}:${user}`,
    ...(command && { entrypoint: command }),
    command: args,
    environment,
    secretEnvironment: secretEnvironment(workload),
    mounts: mountsOf(workload, instance, plan),
    tmpfs: tmpfsOf(workload, user),
    networks: networksOf(workload, instance, ports, plan),
    ports,
    ...(healthcheck && { healthcheck }),
    readOnly: true,
    capabilities: { drop: ["ALL"], add: [] },
    securityOptions: NO_NEW_PRIVILEGES,
    ...limitsOf(resources),
    restart: "unless-stopped",
    logging: LOGGING,
    stopSeconds: workload.stopSeconds,
    labels: labelsFor(instance, plan),
    after,
  };
}

/** Asks a workload from outside whose image has no program to ask it. */
export function readyOf(
  workload: Workload,
  instance: InstanceName,
  plan: DockerPlan,
): ContainerObject | undefined {
  if (healthcheckOf(workload)) return undefined;
  return {
    ...helper(instance, plan),
    name: readyName(instance, plan),
    image: imageOf("busybox", plan),
    command: readyCommand(workload, instance),
    networks: [{ network: networkName(plan), aliases: [] }],
    after: { [containerName(instance, plan)]: "started" },
  };
}

function secretEnvironment({ secrets }: Workload): Record<string, string> {
  const used = secrets.flatMap((use) => ("environment" in use ? [use] : []));
  return Object.fromEntries(used.map(({ environment, secret }) => [environment, secret]));
}

export function mountsOf(workload: Workload, instance: InstanceName, plan: DockerPlan): Mount[] {
  const { files, secrets, data } = workload;
  const { files: config, secrets: hidden, data: kept } = CONTAINER_PATHS;
  return [
    ...(Object.keys(files).length > 0
      ? [{ volume: configVolume(instance, files, plan), target: config, readOnly: true }]
      : []),
    ...(secrets.some((use) => "file" in use)
      ? [{ volume: secretsVolume(instance, plan), target: hidden, readOnly: true }]
      : []),
    ...(data ? [{ volume: dataVolume(instance, plan), target: kept, readOnly: false }] : []),
  ];
}

/** In memory, of which the container has so much: half of it. https://docs.docker.com/engine/storage/tmpfs/ */
function tmpfsOf({ scratch = [], resources }: Workload, user: number): Record<string, string> {
  const sizeMiB = Math.floor(resources.memoryMiB / 2);
  const options = `rw,noexec,nosuid,nodev,size=${sizeMiB}m,uid=${user},gid=${user},mode=0700`;
  return Object.fromEntries(scratch.map((folder) => [folder, options]));
}

function portsOf(workload: Workload, instance: InstanceName, { published }: DockerPlan): Port[] {
  return published
    .filter((one) => one.instance === instance)
    .flatMap(({ port, address, number }) => {
      const target = workload.ports[port]?.number;
      return target === undefined ? [] : [{ address, number, target }];
    })
    .sort((a, b) => a.target - b.target);
}

/** Who is reached from the host, or reaches beyond it, is in the second network as well. */
function networksOf(
  { outside }: Workload,
  instance: InstanceName,
  ports: readonly Port[],
  plan: DockerPlan,
): Attachment[] {
  return [
    { network: networkName(plan), aliases: [instance] },
    ...(ports.length > 0 || outside.length > 0 ? [{ network: edgeName(plan), aliases: [] }] : []),
  ];
}
