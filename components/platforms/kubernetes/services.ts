import type { Workload } from "../../workload.ts";
import type { Service, ServicePort } from "./api.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import { headlessName, serviceName } from "./names.ts";
import type { KubernetesPlan } from "./plan.ts";
import { portName } from "./ports.ts";

/** https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const APP_PROTOCOL = { grpc: "kubernetes.io/h2c", http: "http" } as const;
const ENCRYPTED = "https";

/** One service before all pods; one that names each, where they have names of their own. */
export function servicesOf(workload: Workload, plan: KubernetesPlan): Service[] {
  const { name, data } = workload;
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
    ...(data
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
