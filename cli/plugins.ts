import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ProblemError } from "../components/core/errors.ts";
import { executablesNamed } from "../components/platforms/process/on-path.ts";
import { runQuietly } from "../components/platforms/process/run-quietly.ts";
import type { Workspace } from "./pulumi.ts";
import { PROJECT } from "./stack-file.ts";

const INSTALL_MS = 10 * 60_000;

/**
 * Sees that Pulumi has the plugin of a provider, before anything of a stack is made with it.
 *
 * @param name of the provider, such as `docker`
 * @param instead what can be done without it
 * @throws ProblemError when it is not there and can't be downloaded
 */
export async function ensurePlugin(
  { cli, environment, stack }: Workspace,
  name: string,
  instead: string,
): Promise<void> {
  const version = versionOf(name);
  // Pulumi takes one on PATH whatever its version is.
  if (executablesNamed(`pulumi-resource-${name}`, environment).length > 0) return;
  const env = { ...environment };
  const args = ["plugin", "ls", "--json"];
  const there = JSON.parse(execFileSync(cli.path, args, { env, encoding: "utf8" })) as {
    name: string;
    version: string;
  }[];
  if (there.some((one) => one.name === name && one.version === version)) return;
  console.log(`${name}: downloading Pulumi's plugin ${version}`);
  const failure = await runQuietly(
    cli.path,
    ["plugin", "install", "resource", name, version],
    { doing: `downloading Pulumi's plugin ${name}`, cwd: PROJECT, env, timeoutMs: INSTALL_MS },
    console.log,
  );
  if (failure === undefined) return;
  throw new ProblemError({
    where: `make up STACK=${stack.name}`,
    what: `Pulumi's plugin ${name} ${version} can't be had: ${failure}`,
    fix: `let this machine reach get.pulumi.com and github.com, or put pulumi-resource-${name} on PATH; without it: ${instead}`,
  });
}

/** Of the npm package: the program asks for the plugin of the same version. */
function versionOf(name: string): string {
  const file = join(PROJECT, "node_modules/@pulumi", name, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
