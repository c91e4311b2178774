import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "../components/platforms/pulumi.ts";
import type { ProcessSpec } from "../components/platforms/process/spec.ts";
import { startProvider } from "../components/platforms/process/start-provider.ts";

/** Long enough for a request to leave: what follows holds it up. */
const REQUEST_MS = 1;

// First of all: what follows loads meanwhile, and half of what a preview costs is its start.
await startProvider();
const { createFiles, createPrograms, createProcesses } = await import(
  "../components/platforms/process/index.ts"
);
const { processSpec } = await import("../components/platforms/process/spec.ts");
const { stackFolders } = await import("../components/platforms/process/state.ts");
const { portNumbers, programsOf } = await import("./addresses.ts");
const { parseSettings } = await import("./parse.ts");
const { hasManaged, planFor } = await import("./plan.ts");
const { rawSettings } = await import("./raw-settings.ts");

const stack = pulumi.getStack();
const raw = rawSettings(pulumi.runtime.allConfig());
const plan = planFor(parseSettings(raw, `Pulumi.${stack}.yaml`));
const { operatorSecrets } = await import("./deploy-secrets.ts");
const secrets = operatorSecrets();
const managed = hasManaged(plan)
  ? await (await import("./deploy-managed.ts")).createManaged(plan, secrets)
  : undefined;
const binaries = createPrograms(stack, programsOf(plan.workloads), portNumbers(plan.addresses));
const { agentFiles } = await import("./agent-files.ts");

// Without a secret in it, what agents need is nothing to hide.
const agents = pulumi
  .output(plan.agentSecrets.length > 0 ? pulumi.secret(secrets) : {})
  .apply((values) => agentFiles(plan, stackFolders(stack).root, values));
createFiles(
  stack,
  binaries,
  agents.apply(({ files }) => ({ ...files })),
);

const { eachWorkloadOnHost } = await import("./descriptions.ts");
const { protectData } = plan;
const common = { stack, binaries, secrets, made: managed?.secrets ?? {}, protectData };
const create = (...specs: ProcessSpec[]) => createProcesses({ ...common, specs });
if (pulumi.runtime.isDryRun())
  // A preview starts nothing: the engine looks at one while the next is still being described.
  for (const workload of eachWorkloadOnHost(plan)) {
    create(processSpec(workload));
    await sleep(REQUEST_MS);
  }
else create(...[...eachWorkloadOnHost(plan)].map(processSpec));

/** What every agent is started with; `OTEL_SERVICE_NAME` is its own. A secret if it holds one. */
export const agentEnvironment = agents.apply(({ environment }) => environment);
/** Host and port of everything that listens, by workload. */
export const addresses = plan.addresses;
/** Where pages and rules are, where a Grafana was handed them. */
export const { grafanaUrl, grafanaFolderUrl, grafanaTokenExpires, grafanaToken } =
  managed?.outputs ?? {};
