import { GRAFANA_SECRETS } from "../components/grafana/index.ts";
import { CONTAINER_PATHS } from "../components/platforms/container-paths.ts";
import { containerName } from "../components/platforms/docker/names.ts";
import type { DockerPlan } from "../components/platforms/docker/plan.ts";
import type { Plan } from "../stacks/plan.ts";
import type { Engine } from "./engine.ts";
import { pagesOf } from "./pages.ts";
import { sshTarget } from "./ssh.ts";
import type { Stack } from "./stack-file.ts";

/** What a person wants to know once a stack on Docker is up: addresses, the environment, what next. */
export function dockerSummary(
  { name, plan }: Stack,
  docker: DockerPlan,
  engine: Engine,
  folder: string,
): string {
  const environment = Object.entries(plan.agentEnvironment);
  return [
    "",
    `Stack ${name} is up (preset ${plan.preset}, ${plan.environment}), project ${docker.project}`,
    `on ${engine.host} (Docker ${engine.version}).`,
    "",
    ...pageLines(plan, docker, engine),
    ...forwardLines(docker, engine),
    "",
    "Start every agent with this environment and its own OTEL_SERVICE_NAME:",
    ...environment.map(([key, value]) => `  export ${key}=${value}`),
    ...plan.agentSecrets.map(({ variable, secret }) => `  ${variable} (secret "${secret}")`),
    `  (as a file: ${folder}/agents.env)`,
    "",
    "Next:",
    `  make demo STACK=${name}      sends a realistic multi-agent workload`,
    `  make verify STACK=${name}    proves the way from an agent to every backend`,
    `  make down STACK=${name}      removes it and keeps its volumes (DATA=delete removes them too)`,
    "",
  ].join("\n");
}

function pageLines(plan: Plan, docker: DockerPlan, engine: Engine): string[] {
  return pagesOf(plan).flatMap(([what, workload, port, path]) => {
    const open = docker.published.find((one) => one.instance === workload && one.port === port);
    if (!open) return [];
    const login = workload === "grafana" ? passwordLines(docker, engine) : [];
    return [`  ${what.padEnd(16)} http://${open.address}:${open.number}${path}`, ...login];
  });
}

function passwordLines(docker: DockerPlan, { host }: Engine): string[] {
  const path = `${CONTAINER_PATHS.secrets}/${GRAFANA_SECRETS.adminPassword}`;
  return [
    "    user admin, its password:",
    `    docker --host ${host} exec ${containerName("grafana", docker)} cat ${path}`,
  ];
}

/** What is open on loopback of another host is open here while this runs. */
function forwardLines({ published, sshOptions }: DockerPlan, { host }: Engine): string[] {
  if (!host.startsWith("ssh://")) return [];
  const target = sshTarget(host, sshOptions);
  const forwards = published
    .filter(({ address }) => address.startsWith("127."))
    .map(({ address, number }) => `-L ${number}:${address}:${number}`);
  if (forwards.length === 0) return [];
  return [
    "",
    "These are addresses of the engine's host. To have them here, leave this running:",
    `  ssh -N ${[...forwards, ...target.options, target.host].join(" ")}`,
  ];
}
