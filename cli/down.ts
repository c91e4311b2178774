import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { ProblemError } from "../components/core/errors.ts";
import { PROJECT_LABEL } from "../components/platforms/docker/names.ts";
import { ensurePulumi } from "../tools/pulumi.ts";
import { removeAgentFiles } from "./agent-credentials.ts";
import { reachCluster } from "./cluster.ts";
import { command } from "./command.ts";
import { deleteNamespace } from "./delete-namespace.ts";
import { deleteVolumes } from "./delete-volumes.ts";
import { reachEngine } from "./engine.ts";
import { initialise, openWorkspace, pulumi, stackExists } from "./pulumi.ts";
import { loadStack, type Stack, stackFileName } from "./stack-file.ts";

/** `make down`: stops everything and keeps the data, unless DATA=delete. */
await command(async () => {
  const { values } = parseArgs({
    options: { stack: { type: "string", default: "local" }, data: { type: "string" } },
  });
  const { data = "keep" } = values;
  if (data !== "keep" && data !== "delete")
    throw new ProblemError({
      where: "make down",
      what: `DATA=${data} is neither keep nor delete`,
      fix: "make down, or make down DATA=delete",
    });
  const stack = loadStack(values.stack);
  const { kubernetes, docker, protectData } = stack.plan;
  const cluster = kubernetes && (await reachCluster(kubernetes, stackFileName(stack)));
  const engine = docker && (await reachEngine(docker, stackFileName(stack)));
  const workspace = openWorkspace(stack, await ensurePulumi(console.log));
  if (stackExists(workspace)) {
    await initialise(workspace);
    const protects = Boolean(kubernetes ?? docker) || cloudStack(stack) !== undefined;
    const keeps = protects && protectData && data === "keep";
    // What disks need to be read again stays in the state, for as long as they do.
    if (protects && !keeps)
      await pulumi(workspace, ["state", "unprotect", "--all", "--yes", "--stack", stack.name]);
    await pulumi(workspace, [
      ...["destroy", "--yes", "--refresh", "--suppress-outputs", "--suppress-permalink=true"],
      ...(keeps ? ["--exclude-protected"] : []),
      ...["--stack", stack.name, "--config-file", workspace.configFile],
    ]);
    if (kubernetes ?? docker) removeAgentFiles(workspace);
    // Never what another workspace may have brought up there.
    if (data === "delete" && cluster) await deleteNamespace(cluster, kubernetes.namespace);
    if (data === "delete" && engine) await deleteVolumes(engine, docker);
  } else console.log(`Stack ${stack.name} was never up here.`);
  if (data === "delete") rmSync(workspace.folder, { recursive: true, force: true });
  const kept = data === "delete" ? "its data is deleted" : keptText(stack, workspace.folder);
  console.log(`Stack ${stack.name} is down; ${kept}.`);
  const slug = cloudStack(stack);
  if (slug !== undefined && protectData)
    console.log(
      `The stack ${slug} of Grafana Cloud is left as it is: with protectData: false and one more up, down deletes it.`,
    );
});

/** The slug of the stack of Grafana Cloud that the kit made. */
function cloudStack({ plan: { managedGrafana } }: Stack): string | undefined {
  const instance = managedGrafana?.instance;
  return instance?.kind === "stack" ? instance.slug : undefined;
}

function keptText({ plan: { kubernetes, docker } }: Stack, folder: string): string {
  const elsewhere = kubernetes ?? docker;
  if (elsewhere && !elsewhere.protectData) return "its data is gone with it: protectData is off";
  if (docker)
    return `its data is kept in volumes: docker volume ls --filter label=${PROJECT_LABEL}=${docker.project}`;
  if (!kubernetes) return `its data is kept in ${folder}`;
  return `its data is kept in the volumes of namespace ${kubernetes.namespace}: kubectl get pvc --namespace=${kubernetes.namespace}`;
}
