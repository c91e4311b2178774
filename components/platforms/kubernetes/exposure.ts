import type { Workload } from "../../workload.ts";
import type { BackendTLSPolicy, Ingress, KubernetesObject, Route } from "./api.ts";
import type { Exposed, ExposurePlan, GatewayPlan, IngressPlan } from "./exposure-plan.ts";
import { metadataOf } from "./labels.ts";
import { serviceHost, serviceName } from "./names.ts";
import type { KubernetesPlan } from "./plan.ts";
import { portName } from "./ports.ts";

/** What makes a workload reachable from outside: nothing, unless it is asked for. */
export function exposureOf(workload: Workload, plan: KubernetesPlan): KubernetesObject[] {
  const { exposure } = plan;
  if (!exposure) return [];
  const { through } = exposure;
  const own = exposure.exposed.filter((exposed) => exposed.workload === workload.name);
  if (through.kind === "ingress") return own.map((exposed) => ingress(exposed, through, plan));
  const secure = own.filter(({ port }) => workload.ports[port]?.tls);
  return [
    ...own.map((exposed) => route(exposed, workload, through, plan)),
    ...secure.flatMap((exposed) => backendTls(exposed, through, plan)),
  ];
}

/** Whose pods open a port because it is exposed. */
export const exposersOf = (
  { name }: Workload,
  port: string,
  exposure: ExposurePlan | undefined,
): string[] =>
  exposure?.exposed.some((exposed) => exposed.workload === name && exposed.port === port)
    ? [exposure.controllerNamespace]
    : [];

const nameOf = ({ workload, port }: Exposed): string => `${workload}-${portName(port)}`;

function ingress(exposed: Exposed, plan: IngressPlan, stack: KubernetesPlan): Ingress {
  const { workload, port, host, only } = exposed;
  const name = nameOf(exposed);
  const { tls } = plan;
  const annotations = {
    ...stack.annotations,
    ...plan.annotations,
    ...(tls && "clusterIssuer" in tls && { "cert-manager.io/cluster-issuer": tls.clusterIssuer }),
    ...exposed.annotations,
  };
  const secretName = tls && ("secretName" in tls ? tls.secretName : `${name}-tls`);
  const backend = { service: { name: serviceName(workload), port: { name: portName(port) } } };
  const paths = only && "paths" in only ? only.paths : undefined;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      ...metadataOf(name, stack, workload),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      ...(plan.className !== undefined && { ingressClassName: plan.className }),
      ...(secretName !== undefined && { tls: [{ hosts: [host], secretName }] }),
      rules: [
        {
          host,
          http: {
            paths: paths?.map((path) => ({ path, pathType: "Exact", backend })) ?? [
              { path: "/", pathType: "Prefix", backend },
            ],
          },
        },
      ],
    },
  };
}

function route(
  exposed: Exposed,
  workload: Workload,
  { parents }: GatewayPlan,
  stack: KubernetesPlan,
): Route {
  const { port, host, only, annotations } = exposed;
  const metadata = {
    ...metadataOf(nameOf(exposed), stack, workload.name),
    ...(Object.keys({ ...stack.annotations, ...annotations }).length > 0 && {
      annotations: { ...stack.annotations, ...annotations },
    }),
  };
  const common = { parentRefs: parents, hostnames: [host] };
  const backendRefs = [
    { name: serviceName(workload.name), port: workload.ports[port]?.number ?? 0 },
  ];
  const apiVersion = "gateway.networking.k8s.io/v1";
  if (only && "services" in only) {
    const matches = only.services.map((service) => ({
      method: { type: "Exact" as const, service },
    }));
    const spec = { ...common, rules: [{ matches, backendRefs }] };
    return { apiVersion, kind: "GRPCRoute", metadata, spec };
  }
  const matches = only?.paths.map((value) => ({ path: { type: "Exact" as const, value } })) ?? [
    { path: { type: "PathPrefix" as const, value: "/" } },
  ];
  return {
    apiVersion,
    kind: "HTTPRoute",
    metadata,
    spec: { ...common, rules: [{ matches, backendRefs }] },
  };
}

/**
 * The Gateway's own connection to a port that speaks TLS, and whom it trusts there.
 * https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
 */
function backendTls(
  exposed: Exposed,
  { backendCa }: GatewayPlan,
  stack: KubernetesPlan,
): BackendTLSPolicy[] {
  if (backendCa === undefined) return [];
  const { workload, port } = exposed;
  return [
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "BackendTLSPolicy",
      metadata: metadataOf(nameOf(exposed), stack, workload),
      spec: {
        targetRefs: [
          { group: "", kind: "Service", name: serviceName(workload), sectionName: portName(port) },
        ],
        validation: {
          caCertificateRefs: [{ group: "", kind: "ConfigMap", name: backendCa }],
          hostname: serviceHost(workload, stack.namespace),
        },
      },
    },
  ];
}
