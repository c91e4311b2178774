import { VMUI_PAGE } from "../dashboards/vmui.ts";
import type { Plan } from "../stacks/plan.ts";
import { type PortForward, portForwards } from "../stacks/port-forwards.ts";
import type { Cluster } from "./cluster.ts";
import { endpointsOf } from "./endpoints.ts";
import type { Stack } from "./stack-file.ts";

/** What a person wants to know once a stack in a cluster is up: how to get there, and what next. */
export function kubernetesSummary({ name, plan }: Stack, cluster: Cluster): string {
  const { namespace, agentNamespaces } = plan.kubernetes ?? { namespace: "", agentNamespaces: [] };
  const { otlpHttpUrl, otlpGrpcUrl } = endpointsOf(plan);
  const environment = Object.entries(plan.agentEnvironment);
  return [
    "",
    `Stack ${name} is up (preset ${plan.preset}, ${plan.environment}) in namespace ${namespace}`,
    `of context ${cluster.context} (${cluster.server}, Kubernetes ${cluster.version}).`,
    "",
    "To open a page, leave its line running in a terminal of its own:",
    ...pageLines(plan),
    "",
    `Agents send to, from ${agentNamespaces.length > 0 ? `the namespaces ${agentNamespaces.join(", ")}` : "no namespace yet: agentobs:kubernetes: { agentNamespaces: [<yours>] }"}`,
    `  OTLP over HTTP   ${otlpHttpUrl}`,
    `  OTLP over gRPC   ${otlpGrpcUrl}`,
    "",
    "Start every agent with this environment and its own OTEL_SERVICE_NAME:",
    ...environment.map(([key, value]) => `  ${key}=${value}`),
    ...plan.agentSecrets.map(({ variable, secret }) => `  ${variable} (secret "${secret}")`),
    "",
    "Next:",
    `  make verify STACK=${name}   proves the way from an agent to every backend (needs kubectl)`,
    `  make demo STACK=${name}     sends a realistic multi-agent workload (needs kubectl)`,
    `  make down STACK=${name}     removes it and keeps its volumes (DATA=delete removes them too)`,
    "",
  ].join("\n");
}

/** What each workload has for people, and where on its page. */
const pagesOf = ({
  workloads,
}: Plan): readonly (readonly [what: string, workload: string, port: string, path: string])[] => [
  ["Dashboards", "grafana", "http", "/"],
  workloads.includes("grafana")
    ? ["Metrics", "victoriametrics", "http", "/vmui/"]
    : ["Dashboards", "victoriametrics", "http", VMUI_PAGE],
  ["Traces", "jaeger", "ui", "/"],
  ["LLM traces", "langfuse-web", "http", "/"],
  ["Alert rules", "vmalert", "http", "/vmalert/alerts"],
  ["Alerts", "alertmanager", "http", "/"],
];

function pageLines(plan: Plan): string[] {
  const forwards = portForwards(plan);
  return pagesOf(plan).flatMap(([what, workload, port, path]) => {
    const forward = forwards.find((one) => one.workload === workload);
    return forward ? [`  ${what}: ${pageUrl(forward, port, path)}`, `    ${forward.command}`] : [];
  });
}

const pageUrl = ({ ports }: PortForward, port: string, path: string): string =>
  `http://127.0.0.1:${ports[port]?.local ?? ""}${path}`;
