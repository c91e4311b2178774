import { portsOf, type WorkloadName } from "../components/core/names.ts";
import { serviceName } from "../components/platforms/kubernetes/names.ts";
import { workloadsOfInstances } from "./addresses.ts";
import type { Plan } from "./plan.ts";

/** How a workload in a cluster is reached from a person's machine. */
export interface PortForward {
  readonly workload: WorkloadName;
  /** By name of the port. On this machine those of the local preset, so that two never meet. */
  readonly ports: Readonly<Record<string, { readonly local: number; readonly remote: number }>>;
  /** For `kubectl`. */
  readonly command: string;
}

/** One for each workload that people or agents open. */
export function portForwards({ workloads, kubernetes }: Plan): PortForward[] {
  if (!kubernetes) return [];
  return workloadsOfInstances(workloads).flatMap((workload) => {
    const ports = openPorts(workload);
    if (Object.keys(ports).length === 0) return [];
    return [{ workload, ports, command: commandFor(workload, ports, kubernetes) }];
  });
}

function openPorts(workload: WorkloadName): PortForward["ports"] {
  return Object.fromEntries(
    Object.entries(portsOf(workload)).flatMap(([name, { standard, local, audience }]) =>
      audience === "operators" || audience === "agents"
        ? [[name, { local: local ?? standard, remote: standard }]]
        : [],
    ),
  );
}

/** https://kubernetes.io/docs/reference/kubectl/generated/kubectl_port-forward/ */
function commandFor(
  workload: WorkloadName,
  ports: PortForward["ports"],
  { context, namespace }: NonNullable<Plan["kubernetes"]>,
): string {
  const pairs = Object.values(ports).map(({ local, remote }) => `${local}:${remote}`);
  return [
    "kubectl",
    ...(context === undefined ? [] : [`--context=${context}`]),
    `--namespace=${namespace}`,
    "port-forward",
    `service/${serviceName(workload)}`,
    ...pairs,
  ].join(" ");
}
