import type { Addresses } from "../components/workload.ts";
import {
  type InstanceName,
  instanceOf,
  portsOf,
  replicaName,
  type WorkloadName,
} from "../components/core/names.ts";
import type { Program } from "../components/core/versions.ts";
import { destinationPlan } from "./destinations.ts";
import { replicasFor } from "./replicas.ts";
import type { Settings } from "./settings.ts";

/** One port of one instance on a host that all of them share. */
export interface HostPort {
  readonly instance: InstanceName;
  readonly workload: WorkloadName;
  readonly port: string;
  readonly number: number;
}

/** What destinations without an address, and the traffic, ask for, in an order in which it may start. */
export function instancesFor(settings: Settings): InstanceName[] {
  const wanted = new Set(
    settings.destinations.flatMap((destination) => {
      const { address } = destinationPlan(destination);
      return "workload" in address ? [address.workload] : [];
    }),
  );
  const metrics = wanted.has("victoriametrics");
  const { samplers } = replicasFor(settings);
  return [
    ...(wanted.has("jaeger") ? (["jaeger"] as const) : []),
    // Rules need a metrics store to ask, and someone to tell.
    ...(metrics ? (["victoriametrics", "alertmanager", "vmalert"] as const) : []),
    ...Array.from({ length: samplers }, (_, ordinal) => replicaName("sampler", ordinal)),
    "collector",
  ];
}

/** What instances are called without the ordinals of replicas, each once. */
export function workloadsOfInstances(instances: readonly InstanceName[]): WorkloadName[] {
  return [...new Set(instances.map((name) => instanceOf(name).workload))];
}

/** What the instances run, each once. */
export function programsOf(instances: readonly InstanceName[]): Program[] {
  const program = (name: WorkloadName): Program => (name === "sampler" ? "collector" : name);
  return [...new Set(workloadsOfInstances(instances).map(program))];
}

/**
 * Every port that the stack opens on this host: the operator's, else the names table's. Replicas
 * count up from there.
 */
export function hostPorts(settings: Settings): HostPort[] {
  const chosen = settings.ports as Record<string, Record<string, number | undefined> | undefined>;
  return instancesFor(settings).flatMap((instance) => {
    const { workload, ordinal = 0 } = instanceOf(instance);
    return Object.entries(portsOf(workload)).map(([port, { local }]) => ({
      instance,
      workload,
      port,
      number: (chosen[workload]?.[port] ?? local) + ordinal,
    }));
  });
}

/** Loopback addresses: the process platform runs everything on this host. */
export function loopbackAddresses(settings: Settings): Addresses {
  const addresses: Partial<Record<InstanceName, Record<string, unknown>>> = {};
  for (const { instance, port, number } of hostPorts(settings))
    (addresses[instance] ??= {})[port] = { host: "127.0.0.1", port: number };
  return addresses as Addresses;
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
