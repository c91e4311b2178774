import {
  type InstanceName,
  instanceOf,
  portsOf,
  replicaName,
  type WorkloadName,
} from "../components/core/names.ts";
import { isProgram, type Program } from "../components/core/versions.ts";
import { podHost, podsHost, serviceHost } from "../components/platforms/kubernetes/names.ts";
import type { Addresses } from "../components/workload.ts";
import { onOneHost } from "./platform.ts";
import { ownMetrics } from "./own-metrics.ts";
import { type Running, runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";

/** One port of one instance on a host that all of them share. */
export interface HostPort {
  readonly instance: InstanceName;
  readonly workload: WorkloadName;
  readonly port: string;
  readonly number: number;
}

/** Workloads that are told apart by their ordinal even where one host runs them all. */
const BY_ORDINAL: readonly WorkloadName[] = ["sampler"];

/** What is described on its own: on one host each replica, elsewhere each workload. */
export function instancesFor(settings: Settings): InstanceName[] {
  const running = runningFor(settings);
  if (!onOneHost(settings)) return running.map(({ workload }) => workload);
  return running.flatMap(({ workload, replicas }): InstanceName[] =>
    BY_ORDINAL.includes(workload) ? replicaNames({ workload, replicas }) : [workload],
  );
}

const replicaNames = ({ workload, replicas }: Running): InstanceName[] =>
  Array.from({ length: replicas }, (_, ordinal) => replicaName(workload, ordinal));

/** How many of each one description serves. */
export function replicaCounts(settings: Settings): Readonly<Partial<Record<WorkloadName, number>>> {
  if (onOneHost(settings)) return {};
  return Object.fromEntries(
    runningFor(settings).map(({ workload, replicas }) => [workload, replicas]),
  );
}

/** What instances are called without the ordinals of replicas, each once. */
export function workloadsOfInstances(instances: readonly InstanceName[]): WorkloadName[] {
  return [...new Set(instances.map((name) => instanceOf(name).workload))];
}

/** What the instances run, each once. */
export function programsOf(instances: readonly InstanceName[]): Program[] {
  const program = (name: WorkloadName) => (name === "sampler" ? "collector" : name);
  return [...new Set(workloadsOfInstances(instances).map(program))].filter(isProgram);
}

/** Ports of containers that no agent and no person uses, but `make verify` does. */
const FOR_COMMANDS: Readonly<Partial<Record<WorkloadName, string>>> = {
  collector: "metrics",
  sampler: "metrics",
  tempo: "http",
};

/** Whether a container's port is open on the engine's host: others are known to containers only. */
function isPublished(workload: WorkloadName, port: string): boolean {
  const audience = portsOf(workload)[port]?.audience;
  return audience === "agents" || audience === "operators" || FOR_COMMANDS[workload] === port;
}

/**
 * Every port that the stack opens on its host: the operator's, else the names table's. Replicas
 * count up from there.
 */
export function hostPorts(settings: Settings): HostPort[] {
  const chosen = settings.ports as Record<string, Record<string, number | undefined> | undefined>;
  return instancesFor(settings).flatMap((instance) => {
    const { workload, ordinal = 0 } = instanceOf(instance);
    return Object.entries(openedBy(workload, settings)).flatMap(([port, { local }]) =>
      local === undefined || (settings.platform === "docker" && !isPublished(workload, port))
        ? []
        : [{ instance, workload, port, number: (chosen[workload]?.[port] ?? local) + ordinal }],
    );
  });
}

/** The ports of a workload, without the way out of the collector's own metrics where they are scraped. */
function openedBy(workload: WorkloadName, settings: Settings): ReturnType<typeof portsOf> {
  const ports = Object.entries(portsOf(workload));
  const pushed = ownMetrics(settings) !== undefined;
  return Object.fromEntries(ports.filter(([, { audience }]) => pushed || audience !== "itself"));
}

/** Where everything is reached by the other workloads. */
export function addressesFor(settings: Settings): Addresses {
  switch (settings.platform) {
    case "process":
      return loopbackAddresses(settings);
    case "docker":
      return aliasAddresses(settings);
    case "kubernetes":
      return serviceAddresses(settings);
  }
}

export const LOOPBACK = "127.0.0.1";

/** Loopback addresses: the process platform runs everything on this host. */
const loopbackAddresses = (settings: Settings): Addresses =>
  addressesOf(hostPorts(settings).map((port) => ({ ...port, host: LOOPBACK })));

/** Ports, each on its host, by instance and port. */
export function addressesOf(
  ports: readonly (Pick<HostPort, "instance" | "port" | "number"> & { readonly host: string })[],
): Addresses {
  const found: Partial<Record<InstanceName, Record<string, unknown>>> = {};
  for (const { instance, port, host, number } of ports)
    (found[instance] ??= {})[port] = { host, port: number };
  return found as Addresses;
}

/** Each container has the name of its instance in the network that all are in. */
function aliasAddresses(settings: Settings): Addresses {
  return Object.fromEntries(
    instancesFor(settings).map((instance) => [
      instance,
      standardPorts(instance, instanceOf(instance).workload, settings),
    ]),
  ) as Addresses;
}

const standardPorts = (host: string, workload: WorkloadName, settings: Settings) =>
  Object.fromEntries(
    Object.entries(openedBy(workload, settings)).map(([port, { standard }]) => [
      port,
      { host, port: standard },
    ]),
  );

/** Service names, and pod names of replicas that keep data: only those have names that stay. */
function serviceAddresses(settings: Settings): Addresses {
  const { namespace } = settings.kubernetes;
  return Object.fromEntries(
    runningFor(settings).flatMap((running) => {
      const { workload, replicas, stateless } = running;
      const pods = replicas > 1 && !stateless ? replicaNames(running) : [];
      return [
        [workload, standardPorts(serviceHost(workload, namespace), workload, settings)],
        ...pods.map((pod) => [pod, standardPorts(podHost(pod, namespace), workload, settings)]),
      ];
    }),
  ) as Addresses;
}

/** Where the pods of each workload are looked up that have no names, by a name that all have. */
export function podLookups(settings: Settings): Readonly<Partial<Record<WorkloadName, string>>> {
  if (settings.platform !== "kubernetes") return {};
  const { namespace } = settings.kubernetes;
  return Object.fromEntries(
    runningFor(settings).flatMap(({ workload, stateless }) =>
      stateless ? [[workload, podsHost(workload, namespace)]] : [],
    ),
  );
}

/** Port numbers by instance and port. */
export function portNumbers(addresses: Addresses): Record<string, Record<string, number>> {
  return Object.fromEntries(
    Object.entries(addresses).map(([instance, ports]) => [
      instance,
      Object.fromEntries(Object.entries(ports ?? {}).map(([name, { port }]) => [name, port])),
    ]),
  );
}
