import { parseArgs } from "node:util";
import { ensure } from "../components/platforms/process/binaries.ts";
import { programsOf } from "../stacks/addresses.ts";
import { ensurePulumi } from "../tools/pulumi.ts";
import { command } from "./command.ts";
import { initialise, openWorkspace, pulumi } from "./pulumi.ts";
import { loadStack } from "./stack-file.ts";
import { summary } from "./summary.ts";

/** `make up`: installs what is missing, brings the stack up and says where everything is. */
await command(async () => {
  const { values } = parseArgs({ options: { stack: { type: "string", default: "local" } } });
  const started = performance.now();
  // Bad settings end here, before anything is installed or touched.
  const stack = loadStack(values.stack);
  // One after the other: each build uses every core.
  const built = new Set<string>();
  for (const tool of programsOf(stack.plan.workloads))
    if ((await ensure(tool, console.log)).source === "built") built.add(tool);
  const workspace = openWorkspace(stack, await ensurePulumi(console.log));
  await initialise(workspace);
  // Refresh notices what died since the last time, so that this up starts it again.
  await pulumi(workspace, [
    ...["up", "--yes", "--refresh", "--suppress-outputs", "--suppress-permalink=true"],
    ...["--stack", stack.name, "--config-file", workspace.configFile],
  ]);
  console.log(summary(stack, workspace.folder, built));
  console.log(`Up in ${Math.round((performance.now() - started) / 1000)} s.`);
});
