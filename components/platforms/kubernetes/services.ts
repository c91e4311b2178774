import type { Workload } from "../../workload.ts";
import type { Service, ServicePort } from "./api.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import { headlessName, serviceName } from "./names.ts";
import type { KubernetesPlan } from "./plan.ts";
import { portName } from "./ports.ts";

/** https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const APP_PROTOCOL = { grpc: "kubernetes.io/h2c", http: "http" } as const;
const ENCRYPTED = "https";

/**
 * One service before all pods; one whose name gives an address of each, where there may be several,
 * and under which pods with data have names of their own.
 */
export function servicesOf(workload: Workload, plan: KubernetesPlan): Service[] {
  const { name, data, replicas, scaling } = workload;
  const several = data !== undefined || replicas > 1 || scaling !== undefined;
  const ports = Object.entries(workload.ports).map(
    ([port, { number, protocol, tls }]): ServicePort => ({
      name: portName(port),
      port: number,
      targetPort: portName(port),
      protocol: "TCP",
      ...(protocol !== "tcp" && { appProtocol: tls ? ENCRYPTED : APP_PROTOCOL[protocol] }),
    }),
  );
  const service = (of: string, spec: Service["spec"]): Service => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(of, plan, name),
    spec: { selector: selectorOf(name), ports, ...spec },
  });
  return [
    service(serviceName(name), { type: "ClusterIP" }),
    ...(several
      ? [
          service(headlessName(name), {
            clusterIP: "None",
            // A peer that starts must be found before it is ready, and one that stops until the end.
            publishNotReadyAddresses: true,
          }),
        ]
      : []),
  ];
}
