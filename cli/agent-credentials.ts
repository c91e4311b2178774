import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { stackFolders } from "../components/platforms/process/state.ts";
import { ProblemError } from "../components/core/errors.ts";
import type { Stack } from "./stack-file.ts";

/**
 * Gives this process the certificates and credentials that the stack's agents have, where the SDK's
 * exporters look for them. Only for sending to the stack itself: nobody else may see them.
 *
 * @throws ProblemError when the stack's `agents.env` is not there or older than its settings.
 */
export function useAgentCredentials({ name, plan }: Stack, environment = process.env): void {
  if (plan.agentSecrets.length === 0) return;
  const file = join(stackFolders(name).root, "agents.env");
  const values = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  for (const { variable } of plan.agentSecrets) {
    const value = values[variable];
    if (value === undefined)
      throw new ProblemError({
        where: file,
        what: `${variable} is not in it, and stack ${name} takes nothing without`,
        fix: name === "local" ? "make up" : `make up STACK=${name}`,
      });
    environment[variable] = value;
  }
}
