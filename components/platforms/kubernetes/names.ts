import { type InstanceName, instanceOf, type WorkloadName } from "../../core/names.ts";

/** The service that stands before all pods of a workload. */
export const serviceName = (workload: WorkloadName): string => workload;
/** The service that gives each pod a name of its own. */
export const headlessName = (workload: WorkloadName): string => `${workload}-headless`;

/**
 * Host name of a workload's service from anywhere in the cluster, whatever its domain.
 * https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
export const serviceHost = (workload: WorkloadName, namespace: string): string =>
  `${serviceName(workload)}.${namespace}.svc`;

/** Host name of one pod of a stateful workload. */
export const podHost = (pod: InstanceName, namespace: string): string =>
  `${pod}.${headlessName(instanceOf(pod).workload)}.${namespace}.svc`;

/** Every name of a workload's service and of its pods that a certificate must be good for. */
export const serviceNames = (workload: WorkloadName, namespace: string): string[] =>
  [serviceHost(workload, namespace), `*.${headlessName(workload)}.${namespace}.svc`].flatMap(
    (host) => [host, `${host}.cluster.local`],
  );

/** A name that has an address for each pod of a workload. */
export const podsHost = (workload: WorkloadName, namespace: string): string =>
  `${headlessName(workload)}.${namespace}.svc`;

/** The Secret that holds what a workload is handed. */
export const secretsName = (workload: WorkloadName): string => `${workload}-secrets`;
