import type { Addresses } from "../components/workload.ts";
import { portsOf, type WorkloadName } from "../components/core/names.ts";
import { destinationPlan } from "./destinations.ts";
import type { Settings } from "./settings.ts";

/** One port of one workload on a host that all workloads share. */
export interface HostPort {
  readonly workload: WorkloadName;
  readonly port: string;
  readonly number: number;
}

/** The workloads that destinations without an address ask for, in an order in which they may start. */
export function workloadsFor(settings: Settings): WorkloadName[] {
  const wanted = new Set(
    settings.destinations.flatMap((destination) => {
      const { address } = destinationPlan(destination);
      return "workload" in address ? [address.workload] : [];
    }),
  );
  const metrics = wanted.has("victoriametrics");
  return [
    ...(wanted.has("jaeger") ? (["jaeger"] as const) : []),
    // Rules need a metrics store to ask, and someone to tell.
    ...(metrics ? (["victoriametrics", "alertmanager", "vmalert"] as const) : []),
    "collector",
  ];
}

/** Every port that the stack opens on this host: the operator's, else the names table's. */
export function hostPorts(settings: Settings): HostPort[] {
  const chosen = settings.ports as Record<string, Record<string, number | undefined> | undefined>;
  return workloadsFor(settings).flatMap((workload) =>
    Object.entries(portsOf(workload)).map(([port, { local }]) => ({
      workload,
      port,
      number: chosen[workload]?.[port] ?? local,
    })),
  );
}

/** Loopback addresses: the process platform runs everything on this host. */
export function loopbackAddresses(settings: Settings): Addresses {
  const addresses: Record<string, Record<string, { host: string; port: number }>> = {};
  for (const { workload, port, number } of hostPorts(settings))
    (addresses[workload] ??= {})[port] = { host: "127.0.0.1", port: number };
  return addresses;
}

/** Port numbers by workload and port. */
export function portNumbers(addresses: Addresses): Record<string, Record<string, number>> {
  return Object.fromEntries(
    Object.entries(addresses).map(([workload, ports]) => [
      workload,
      Object.fromEntries(Object.entries(ports).map(([name, { port }]) => [name, port])),
    ]),
  );
}
