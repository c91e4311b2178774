import { GRAFANA_SECRETS } from "../components/grafana/index.ts";
import { secretsName } from "../components/platforms/kubernetes/names.ts";
import { agentHandout } from "../stacks/agent-objects.ts";
import type { Plan } from "../stacks/plan.ts";
import { type PortForward, portForwards } from "../stacks/port-forwards.ts";
import type { Cluster } from "./cluster.ts";
import { endpointsOf } from "./endpoints.ts";
import { pagesOf } from "./pages.ts";
import type { Stack } from "./stack-file.ts";
import { grafanaFolder } from "./summary.ts";

/** What a person wants to know once a stack in a cluster is up: how to get there, and what next. */
export function kubernetesSummary({ name, plan }: Stack, cluster: Cluster): string {
  const { otlpHttpUrl, otlpGrpcUrl } = endpointsOf(plan);
  const folder = grafanaFolder(plan);
  return [
    "",
    `Stack ${name} is up (preset ${plan.preset}, ${plan.environment}) in namespace ${plan.kubernetes?.namespace ?? ""}`,
    `of context ${cluster.context} (${cluster.server}, Kubernetes ${cluster.version}).`,
    "",
    ...(folder === undefined ? [] : [`Pages and rules: ${folder}`, ""]),
    "To open a page, leave its line running in a terminal of its own:",
    ...pageLines(plan),
    "",
    "Agents in the cluster send to:",
    `  OTLP over HTTP   ${otlpHttpUrl}`,
    `  OTLP over gRPC   ${otlpGrpcUrl}`,
    ...agentLines(plan),
    "",
    "Next:",
    `  make verify STACK=${name}   proves the way from an agent to every backend (needs kubectl)`,
    `  make demo STACK=${name}     sends a realistic multi-agent workload (needs kubectl)`,
    `  make down STACK=${name}     removes it and keeps its volumes (DATA=delete removes them too)`,
    "",
  ].join("\n");
}

/** In namespaces of agents everything is there already; elsewhere nobody may send. */
function agentLines(plan: Plan): string[] {
  const handout = agentHandout(plan);
  if (!handout)
    return ["", "No namespace may send yet: agentobs:kubernetes: { agentNamespaces: [<yours>] }"];
  return [
    "",
    `In the pod of an agent, in ${handout.namespaces.join(", ")}:`,
    ...handout.snippet
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
    ...handout.notes,
  ];
}

function pageLines(plan: Plan): string[] {
  const forwards = portForwards(plan);
  return pagesOf(plan).flatMap(([what, workload, port, path]) => {
    const forward = forwards.find((one) => one.workload === workload);
    if (!forward) return [];
    const login = workload === "grafana" ? passwordLines(plan) : [];
    return [`  ${what}: ${pageUrl(forward, port, path)}`, `    ${forward.command}`, ...login];
  });
}

/** https://kubernetes.io/docs/reference/kubectl/generated/kubectl_get/ */
function passwordLines({ kubernetes }: Plan): string[] {
  if (!kubernetes) return [];
  const { context, namespace } = kubernetes;
  const where = `${context === undefined ? "" : `--context=${context} `}--namespace=${namespace}`;
  const template = `{{index .data "${GRAFANA_SECRETS.adminPassword}" | base64decode}}`;
  return [
    "    user admin, its password:",
    `    kubectl ${where} get secret ${secretsName("grafana")} --output=go-template='${template}'`,
  ];
}

const pageUrl = ({ ports }: PortForward, port: string, path: string): string =>
  `http://127.0.0.1:${ports[port]?.local ?? ""}${path}`;
