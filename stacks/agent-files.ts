import { environmentFile } from "./agent-environment.ts";
import { type AgentFiles, revealAgentSecrets } from "./agent-secrets.ts";
import type { Plan } from "./plan.ts";

/** An agent's whole environment with its secrets, and `agents.env` beside the files that it names. */
export function agentFiles(
  plan: Pick<Plan, "agentEnvironment" | "agentSecrets">,
  folder: string,
  secretValues: Readonly<Record<string, string>>,
): AgentFiles {
  const secret = revealAgentSecrets(plan.agentSecrets, folder, secretValues);
  const environment = { ...plan.agentEnvironment, ...secret.environment };
  return { environment, files: { "agents.env": environmentFile(environment), ...secret.files } };
}
