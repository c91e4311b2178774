import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { ProblemError } from "../components/core/errors.ts";
import { ensurePulumi } from "../tools/pulumi.ts";
import { command } from "./command.ts";
import { initialise, openWorkspace, pulumi, stackExists } from "./pulumi.ts";
import { loadStack } from "./stack-file.ts";

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
  const workspace = openWorkspace(stack, await ensurePulumi(console.log));
  if (stackExists(workspace)) {
    await initialise(workspace);
    await pulumi(workspace, [
      ...["destroy", "--yes", "--refresh", "--suppress-outputs", "--suppress-permalink=true"],
      ...["--stack", stack.name, "--config-file", workspace.configFile],
    ]);
  } else console.log(`Stack ${stack.name} was never up here.`);
  if (data === "delete") rmSync(workspace.folder, { recursive: true, force: true });
  const kept =
    data === "delete" ? "its data is deleted" : `its data is kept in ${workspace.folder}`;
  console.log(`Stack ${stack.name} is down; ${kept}.`);
});
