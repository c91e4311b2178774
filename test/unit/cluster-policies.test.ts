import { describe, expect, test } from "vitest";
import type { Workload } from "../../components/workload.ts";
import type { PresetName } from "../../stacks/presets/names.ts";
import { PRESETS } from "../../stacks/presets/index.ts";
import { objectsOf, stackObjects } from "../support/cluster-objects.ts";
import { allowedEdges } from "../support/policy-edges.ts";
import { clusterPlanOf } from "../support/tier-files.ts";

const presets = (Object.keys(PRESETS) as PresetName[]).filter(
  (name) => PRESETS[name].defaults.platform === "kubernetes",
);
const AGENTS = "research";
const OPERATORS = "ingress-nginx";
const planOf = (preset: PresetName) => {
  const kubernetes = { agentNamespaces: [AGENTS], operatorNamespaces: [OPERATORS] };
  return clusterPlanOf({ kubernetes, collector: { gateways: 2, samplers: 3 } }, preset);
};

/** Each connection that a workload declares, once. */
function declared(workloads: readonly Workload[]): string[] {
  const edges = workloads.flatMap(({ name, edges }) =>
    edges.map(({ to, port }) => {
      const peer = workloads.find((workload) => workload.name === to);
      return `${name} → ${to}:${String(peer?.ports[port]?.number)}`;
    }),
  );
  return [...new Set(edges)].sort();
}

/** Each port that somebody from another namespace may open. */
const opened = (workloads: readonly Workload[], audience: string, namespace: string): string[] =>
  workloads.flatMap(({ name, ports }) =>
    Object.values(ports)
      .filter((port) => port.audience === audience)
      .map(({ number }) => `namespace ${namespace} → ${name}:${number}`),
  );

describe.for(presets)("network policies of preset %s", (preset) => {
  const objects = objectsOf(planOf(preset));
  const workloads = objects.map(({ workload }) => workload);
  const allowed = allowedEdges(objects);

  test("let in each connection that a workload declares exactly once, those of the two audiences, and nothing else", () => {
    const expected = [
      ...declared(workloads),
      ...opened(workloads, "agents", AGENTS),
      ...opened(workloads, "operators", OPERATORS),
    ];
    expect(declared(workloads).length).toBeGreaterThan(8);
    expect(allowed.ingress).toEqual(expected.sort());
  });

  test("let out each connection that a workload declares exactly once, and nothing else", () => {
    expect(allowed.egress).toEqual(declared(workloads));
  });

  test("let out to anywhere by the ports that a workload leaves the stack by, and for names", () => {
    const expected = workloads.flatMap(({ name, edges, outside }) => {
      const names =
        edges.length + outside.length > 0 ? [`${name} → *:53`, `${name} → *:53/UDP`] : [];
      const ports = new Set(outside.map(({ port }) => `${name} → *:${port}`));
      return [...names, ...ports];
    });
    expect(allowed.anywhere).toEqual(expected.sort());
  });

  test("deny everything that none of them names", () => {
    const [policy] = stackObjects(planOf(preset)).shared.filter(
      ({ kind }) => kind === "NetworkPolicy",
    );
    expect(policy).toHaveProperty("spec", {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
  });
});
