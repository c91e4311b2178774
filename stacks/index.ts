import * as pulumi from "@pulumi/pulumi";
import { startProvider } from "../components/platforms/process/start-provider.ts";

// First of all: what follows loads meanwhile, and half of what a preview costs is its start.
await startProvider();
const { createPrograms, createProcesses } = await import(
  "../components/platforms/process/index.ts"
);
const { processSpec } = await import("../components/platforms/process/spec.ts");
const { portNumbers, programsOf } = await import("./addresses.ts");
const { parseSettings } = await import("./parse.ts");
const { planFor } = await import("./plan.ts");
const { rawSettings } = await import("./raw-settings.ts");

const stack = pulumi.getStack();
const raw = rawSettings(pulumi.runtime.allConfig());
const plan = planFor(parseSettings(raw, `Pulumi.${stack}.yaml`));
const binaries = createPrograms(stack, programsOf(plan.workloads), portNumbers(plan.addresses));
const { workloadsOf } = await import("./workloads.ts");
// The one place where secret values are read; they stay Pulumi secrets.
const secrets = new pulumi.Config("agentobs").getSecretObject<Record<string, string>>("secrets");

createProcesses({
  stack,
  binaries,
  specs: workloadsOf(plan).map(processSpec),
  secrets: secrets ?? {},
  protectData: plan.protectData,
});

/** What every agent is started with; `OTEL_SERVICE_NAME` is its own. */
export const agentEnvironment = plan.agentEnvironment;
/** Host and port of everything that listens, by workload. */
export const addresses = plan.addresses;
