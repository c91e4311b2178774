import * as pulumi from "@pulumi/pulumi";
import { startProvider } from "../components/platforms/process/start-provider.ts";

// First of all: what follows loads meanwhile, and half of what a preview costs is its start.
await startProvider();
const { createFiles, createPrograms, createProcesses } = await import(
  "../components/platforms/process/index.ts"
);
const { processSpec } = await import("../components/platforms/process/spec.ts");
const { stackFolders } = await import("../components/platforms/process/state.ts");
const { portNumbers, programsOf } = await import("./addresses.ts");
const { parseSettings } = await import("./parse.ts");
const { planFor } = await import("./plan.ts");
const { rawSettings } = await import("./raw-settings.ts");

const stack = pulumi.getStack();
const raw = rawSettings(pulumi.runtime.allConfig());
const plan = planFor(parseSettings(raw, `Pulumi.${stack}.yaml`));
const binaries = createPrograms(stack, programsOf(plan.workloads), portNumbers(plan.addresses));
const { workloadsOf } = await import("./workloads.ts");
const { agentFiles } = await import("./agent-files.ts");
// The one place where secret values are read; they stay Pulumi secrets.
const secrets =
  new pulumi.Config("agentobs").getSecretObject<Record<string, string>>("secrets") ?? {};

createProcesses({
  stack,
  binaries,
  specs: workloadsOf(plan).map(processSpec),
  secrets,
  protectData: plan.protectData,
});

// Without a secret in it, what agents need is nothing to hide.
const agents = pulumi
  .output(plan.agentSecrets.length > 0 ? pulumi.secret(secrets) : {})
  .apply((values) => agentFiles(plan, stackFolders(stack).root, values));
createFiles(
  stack,
  binaries,
  agents.apply(({ files }) => ({ ...files })),
);

/** What every agent is started with; `OTEL_SERVICE_NAME` is its own. A secret if it holds one. */
export const agentEnvironment = agents.apply(({ environment }) => environment);
/** Host and port of everything that listens, by workload. */
export const addresses = plan.addresses;
