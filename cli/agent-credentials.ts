import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { writePrivately } from "../components/platforms/process/files.ts";
import { stackFolders } from "../components/platforms/process/state.ts";
import { ProblemError } from "../components/core/errors.ts";
import { agentFiles } from "../stacks/agent-files.ts";
import type { Plan } from "../stacks/plan.ts";
import { outputOf, type Workspace } from "./pulumi.ts";
import type { Stack } from "./stack-file.ts";

/**
 * Writes what agents of a stack in a cluster are started with beside the stack's state, for its owner
 * only: `make verify` and `make demo` send as one of them.
 */
export function writeAgentFiles(workspace: Workspace, plan: Plan): void {
  const values = outputOf(workspace, "agentSecretValues") ?? {};
  const { files } = agentFiles(plan, workspace.folder, values as Readonly<Record<string, string>>);
  for (const [file, text] of Object.entries(files))
    writePrivately(join(workspace.folder, file), text);
}

/** Removes it again. */
export function removeAgentFiles({ folder }: Workspace): void {
  for (const path of ["agents.env", "agents"])
    rmSync(join(folder, path), { recursive: true, force: true });
}

/**
 * Gives this process the certificates and credentials that the stack's agents have, where the SDK's
 * exporters look for them. Only for sending to the stack itself: nobody else may see them. A stack
 * that was brought up by other means than `make up` has no file: then they are in the environment.
 *
 * @throws ProblemError when the stack's `agents.env` is not there or older than its settings.
 */
export function useAgentCredentials({ name, plan }: Stack, environment = process.env): void {
  if (plan.agentSecrets.length === 0) return;
  const file = join(stackFolders(name).root, "agents.env");
  const values = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  for (const { variable } of plan.agentSecrets) {
    const value = values[variable] ?? environment[variable];
    if (value === undefined)
      throw new ProblemError({
        where: file,
        what: `${variable} is not in it, and stack ${name} takes nothing without`,
        fix: `make up${name === "local" ? "" : ` STACK=${name}`}, or export ${variable} as your agents have it`,
      });
    environment[variable] = value;
  }
}
