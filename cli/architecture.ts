import type { Workload } from "../components/workload.ts";

/** Who a port is for, as a node of the picture. */
const OUTSIDE = {
  agents: 'agents(["your agents"])',
  operators: 'people(["you"])',
} as const;

/**
 * The stack as a Mermaid flowchart, drawn from the edges that the workloads themselves declare.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function architecture(workloads: readonly Workload[]): string {
  const nodes = workloads.map(({ name, summary }) => `  ${name}["<b>${name}</b><br/>${summary}"]`);
  const edges = workloads.flatMap(({ name, edges }) => {
    const peers = Map.groupBy(edges, ({ to }) => to);
    return [...peers].map(([to, group]) => {
      const [first] = group;
      const arrow = first?.relation === "scrapes" ? "-.->" : "-->";
      return `  ${name} ${arrow}|${[...new Set(group.map(({ relation }) => relation))].join(", ")}| ${to}`;
    });
  });
  const outside = (["agents", "operators"] as const).flatMap((audience) =>
    workloads
      .filter(({ ports }) => Object.values(ports).some((port) => port.audience === audience))
      .map(({ name }) => {
        const label = audience === "agents" ? "OTLP" : "opens";
        return `  ${OUTSIDE[audience]} -->|${label}| ${name}`;
      }),
  );
  // Replicas of one workload are one node.
  return ["flowchart LR", ...new Set([...outside, ...nodes, ...edges])].join("\n");
}
