import type { Workload, WorkloadPort } from "../../workload.ts";
import type { NetworkPolicy, NetworkPolicyIngressRule, NetworkPolicyPeer } from "./api.ts";
import { exposersOf } from "./exposure.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import type { KubernetesPlan } from "./plan.ts";
import { portName } from "./ports.ts";

const DNS_PORT = 53;

/** Nothing may talk to anything, in either direction, unless another policy says so. */
export function denyAll(plan: KubernetesPlan): NetworkPolicy {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadataOf("default-deny", plan),
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  };
}

/**
 * Exactly the connections of one workload: those that it opens, and those that others open to it.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicyOf(
  workload: Workload,
  all: readonly Workload[],
  plan: KubernetesPlan,
): NetworkPolicy {
  const { name } = workload;
  const ingress = ingressOf(workload, all, plan);
  const egress = egressOf(workload, all);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadataOf(name, plan, name),
    spec: {
      podSelector: { matchLabels: selectorOf(name) },
      policyTypes: ["Ingress", "Egress"],
      // The server drops an empty list, and would take it for a change each time it is applied.
      ...(ingress.length > 0 && { ingress }),
      ...(egress.length > 0 && { egress }),
    },
  };
}

function ingressOf(
  workload: Workload,
  all: readonly Workload[],
  { agentNamespaces, operatorNamespaces, exposure }: KubernetesPlan,
): NetworkPolicyIngressRule[] {
  const { name, ports } = workload;
  return Object.entries(ports).flatMap(([port, { audience }]) => {
    const peers = all.filter(({ edges }) =>
      edges.some((edge) => edge.to === name && edge.port === port),
    );
    const namespaces = new Set([
      ...namespacesFor(audience, agentNamespaces, operatorNamespaces),
      ...exposersOf(workload, port, exposure),
    ]);
    const from: NetworkPolicyPeer[] = [
      ...peers.map((peer) => ({ podSelector: { matchLabels: selectorOf(peer.name) } })),
      ...[...namespaces].map((namespace) => ({
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      })),
    ];
    return from.length === 0 ? [] : [{ from, ports: [{ protocol: "TCP", port: portName(port) }] }];
  });
}

function namespacesFor(
  audience: WorkloadPort["audience"],
  agents: readonly string[],
  operators: readonly string[],
): readonly string[] {
  if (audience === "agents") return agents;
  return audience === "operators" ? operators : [];
}

function egressOf({ edges, outside }: Workload, all: readonly Workload[]) {
  const peers = Map.groupBy(edges, ({ to }) => to);
  const ports = [...new Set(outside.map(({ port }) => port))].sort((a, b) => a - b);
  return [
    ...(edges.length + outside.length > 0 ? [DNS] : []),
    ...[...peers].map(([to, group]) => {
      const peer = all.find(({ name }) => name === to);
      const numbers = group.flatMap(({ port }) => peer?.ports[port]?.number ?? []);
      return {
        to: [{ podSelector: { matchLabels: selectorOf(to) } }],
        ports: [...new Set(numbers)].map((port) => ({ protocol: "TCP", port })),
      };
    }),
    // A policy knows no host names: by port, to anywhere.
    ...(ports.length > 0 ? [{ ports: ports.map((port) => ({ protocol: "TCP", port })) }] : []),
  ];
}

/** The cluster's resolver, which runs in any namespace, or on the node. */
const DNS = {
  ports: [
    { protocol: "UDP", port: DNS_PORT },
    { protocol: "TCP", port: DNS_PORT },
  ],
};
