import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The language host that builds from its Go module is older than the CLI: it wants the options of
 * Pulumi.yaml's runtime as flags, and the CLI no longer passes them. Without them each program would
 * load ts-node and the TypeScript compiler, which nothing here uses.
 * https://github.com/pulumi/pulumi/blob/sdk/v3.66.0/sdk/nodejs/cmd/pulumi-language-nodejs/main.go
 */
const FLAGS = [
  "-typescript=false",
  "-nodeargs='--min-semi-space-size=64 --max-semi-space-size=64'",
].join(" ");

/** Name of the host that was built; the one that the CLI looks for is the script beside it. */
export const BUILT_HOST = "pulumi-language-nodejs-built";

export const HOST_SCRIPT = `#!/bin/sh
# Hands the options of Pulumi.yaml to a language host that takes them as flags.
exec "$(dirname "$0")/${BUILT_HOST}" ${FLAGS} "$@"
`;

/** Writes the script that the CLI finds in place of the host. */
export function writeHostScript(folder: string, name: string): void {
  writeFileSync(join(folder, name), HOST_SCRIPT, { mode: 0o755 });
}
