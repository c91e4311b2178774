import { relative } from "node:path";
import { grafanaUrl } from "../components/managed/grafana/plan.ts";
import { VMUI_PAGE } from "../dashboards/vmui.ts";
import { endpointsOf } from "./endpoints.ts";
import { PROJECT, type Stack } from "./stack-file.ts";

/**
 * What a person wants to know once a stack is up: addresses, the agents' environment, what next.
 *
 * @param built programs that were built from Go modules, which leave out Jaeger's web page
 */
export function summary({ name, plan }: Stack, folder: string, built: ReadonlySet<string>): string {
  const option = name === "local" ? "" : ` STACK=${name}`;
  const environment = Object.entries(plan.agentEnvironment);
  return [
    "",
    `Stack ${name} is up (preset ${plan.preset}, ${plan.environment}).`,
    "",
    ...addressLines(plan, built),
    "",
    "Start every agent with this environment and its own OTEL_SERVICE_NAME:",
    ...environment.map(([key, value]) => `  export ${key}=${value}`),
    ...plan.agentSecrets.map(({ variable, secret }) => `  ${variable} (secret "${secret}")`),
    `  (as a file: ${shortest(folder)}/agents.env)`,
    "",
    "Next:",
    `  make demo${option}            sends a realistic multi-agent workload`,
    `  make verify${option}          proves the way from an agent to every backend`,
    `  make demo ALERTS=1${option}   provokes all five alerts`,
    `  make down${option}            stops it and keeps the data (DATA=delete removes it)`,
    "",
  ].join("\n");
}

/** Within the project as it stands there, elsewhere as it is. */
function shortest(folder: string): string {
  const path = relative(PROJECT, folder);
  return path.startsWith("..") ? folder : path;
}

/** Pages and rules in a Grafana that the stack does not run. */
export function grafanaFolder({ managedGrafana }: Stack["plan"]): string | undefined {
  if (!managedGrafana) return undefined;
  return `${grafanaUrl(managedGrafana)}/dashboards/f/${managedGrafana.folder.uid}`;
}

const NO_PAGE = " (its API only: built from Go modules, Jaeger has no page)";

/** Pages that a person opens, and addresses that an agent sends to. */
function addressLines(plan: Stack["plan"], built: ReadonlySet<string>): string[] {
  const { metricsUrl, jaegerUrl, rulesUrl, ...urls } = endpointsOf(plan);
  const lines: [what: string, url: string | undefined, rest: string][] = [
    ["Grafana", grafanaFolder(plan), ""],
    ["Dashboards", metricsUrl, VMUI_PAGE],
    ["Metrics", metricsUrl, "/vmui"],
    ["Traces", jaegerUrl, built.has("jaeger") ? NO_PAGE : ""],
    ["Alert rules", rulesUrl, "/vmalert/alerts"],
    ["Alerts", urls.alertmanagerUrl, ""],
    // Its pages have the API's host with another first name, in Europe too.
    ["Honeycomb", plan.honeycomb?.endpoint.replace("//api.", "//ui."), ""],
    ["OTLP over HTTP", urls.otlpHttpUrl, ""],
    ["OTLP over gRPC", urls.otlpGrpcUrl, ""],
  ];
  return lines.flatMap(([what, url, rest]) => (url ? [`  ${what.padEnd(16)} ${url}${rest}`] : []));
}
