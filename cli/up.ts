import { parseArgs } from "node:util";
import { ensure } from "../components/platforms/process/binaries.ts";
import { programsOf } from "../stacks/addresses.ts";
import { ensurePulumi } from "../tools/pulumi.ts";
import { writeAgentFiles } from "./agent-credentials.ts";
import { type Cluster, reachCluster } from "./cluster.ts";
import { command } from "./command.ts";
import { checkCores } from "./engine-cores.ts";
import { reachEngine } from "./engine.ts";
import { initialise, openWorkspace, pulumi, type Workspace } from "./pulumi.ts";
import { ensurePlugin } from "./plugins.ts";
import { loadStack, type Stack, stackFileName } from "./stack-file.ts";
import { dockerSummary } from "./summary-docker.ts";
import { kubernetesSummary } from "./summary-kubernetes.ts";
import { summary } from "./summary.ts";

/** `make up`: installs what is missing, brings the stack up and says where everything is. */
await command(async () => {
  const { values } = parseArgs({ options: { stack: { type: "string", default: "local" } } });
  const started = performance.now();
  // Bad settings end here, before anything is installed or touched.
  const stack = loadStack(values.stack);
  const summarise = await prepare(stack);
  const workspace = openWorkspace(stack, await ensurePulumi(console.log));
  if (stack.plan.docker) await ensurePlugin(workspace, "docker", withCompose(stack));
  await initialise(workspace);
  // Refresh notices what died or was changed since the last time, so that this up mends it.
  await pulumi(workspace, [
    ...["up", "--yes", "--refresh", "--suppress-outputs", "--suppress-permalink=true"],
    ...["--stack", stack.name, "--config-file", workspace.configFile],
  ]);
  console.log(summarise(workspace));
  console.log(`Up in ${Math.round((performance.now() - started) / 1000)} s.`);
});

/** Whatever the stack's platform needs first. Gives what is to be said when the stack is up. */
async function prepare(stack: Stack): Promise<(workspace: Workspace) => string> {
  const { kubernetes, docker } = stack.plan;
  if (docker) {
    const engine = await reachEngine(docker, stackFileName(stack));
    checkCores(stack, engine);
    console.log(`To ${engine.host} (Docker ${engine.version}), project ${docker.project}.`);
    return (workspace) => {
      writeAgentFiles(workspace, stack.plan);
      return dockerSummary(stack, docker, engine, workspace.folder);
    };
  }
  if (kubernetes) {
    const cluster = await reachCluster(kubernetes, stackFileName(stack));
    console.log(going(cluster, kubernetes.namespace));
    return (workspace) => {
      writeAgentFiles(workspace, stack.plan);
      return kubernetesSummary(stack, cluster);
    };
  }
  // One after the other: each build uses every core.
  const built = new Set<string>();
  for (const tool of programsOf(stack.plan.workloads))
    if ((await ensure(tool, console.log)).source === "built") built.add(tool);
  return ({ folder }) => summary(stack, folder, built);
}

function withCompose({ name }: Stack): string {
  return `make render STACK=${name} OUT=rendered, and docker compose up in rendered`;
}

function going({ context, server, version }: Cluster, namespace: string): string {
  return `To context ${context} (${server}, Kubernetes ${version}), namespace ${namespace}.`;
}
