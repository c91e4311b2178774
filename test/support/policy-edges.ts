import type { NetworkPolicyPeer } from "../../components/platforms/kubernetes/api.ts";
import type { WorkloadObjects } from "../../components/platforms/kubernetes/render.ts";
import type { Workload } from "../../components/workload.ts";

/** Connections as `from → to:port`, sorted; what is allowed twice stands there twice. */
export interface AllowedEdges {
  readonly ingress: string[];
  readonly egress: string[];
  /** Ports that a workload may connect to anywhere, as `from → *:port`. */
  readonly anywhere: string[];
}

/** What the network policies of a stack allow, from either end. */
export function allowedEdges(all: readonly WorkloadObjects[]): AllowedEdges {
  const numberOf = (workload: Workload, port: number | string | undefined): number =>
    typeof port === "number" ? port : (numbersByName(workload)[String(port)] ?? NaN);
  const ingress: string[] = [];
  const egress: string[] = [];
  const anywhere: string[] = [];
  for (const { workload, objects } of all)
    for (const object of objects) {
      if (object.kind !== "NetworkPolicy") continue;
      for (const { from, ports } of object.spec?.ingress ?? [])
        for (const peer of from ?? [undefined])
          for (const { port } of ports ?? [{ port: NaN }])
            ingress.push(`${shown(peer)} → ${workload.name}:${numberOf(workload, port)}`);
      for (const { to, ports } of object.spec?.egress ?? [])
        for (const peer of to ?? [undefined])
          for (const { port, protocol } of ports ?? [{ port: NaN, protocol: "any" }]) {
            const edge = `${workload.name} → ${shown(peer)}:${String(port)}`;
            if (peer) egress.push(edge);
            else anywhere.push(protocol === "TCP" ? edge : `${edge}/${String(protocol)}`);
          }
    }
  return { ingress: ingress.sort(), egress: egress.sort(), anywhere: anywhere.sort() };
}

const numbersByName = ({ ports }: Workload): Record<string, number> =>
  Object.fromEntries(
    Object.entries(ports).map(([name, { number }]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      number,
    ]),
  );

function shown(peer: NetworkPolicyPeer | undefined): string {
  if (!peer) return "*";
  const pods = peer.podSelector?.matchLabels?.["app.kubernetes.io/name"];
  if (pods !== undefined && !peer.namespaceSelector && !peer.ipBlock) return pods;
  const namespace = peer.namespaceSelector?.matchLabels?.["kubernetes.io/metadata.name"];
  if (namespace !== undefined && !peer.podSelector && !peer.ipBlock)
    return `namespace ${namespace}`;
  return JSON.stringify(peer);
}
