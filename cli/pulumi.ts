import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { delimiter, dirname, join } from "node:path";
import { ProblemError } from "../components/core/errors.ts";
import { cacheFolder } from "../components/platforms/process/cache.ts";
import { ensureFolder, stackFolders } from "../components/platforms/process/state.ts";
import type { PulumiCli } from "../tools/pulumi.ts";
import { failureOf } from "./pulumi-failures.ts";
import { removeStaleLock } from "./pulumi-lock.ts";
import { PROJECT } from "./stack-file.ts";

/** A stack by the name that Pulumi knows it under, and the file that holds its settings. */
export interface StackFile {
  readonly name: string;
  readonly file: string;
}

/** One stack's own Pulumi workspace: backend, passphrase and the working copy of its stack file. */
export interface Workspace {
  readonly stack: StackFile;
  readonly folder: string;
  /** Copy of the stack file; Pulumi writes its encryption salt here, never into the committed one. */
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cli: PulumiCli;
}

/** Prepares the workspace below the state folder. The user's own Pulumi login is never used. */
export function openWorkspace(stack: StackFile, cli: PulumiCli): Workspace {
  const folder = stackFolders(stack.name).root;
  const backend = join(folder, "pulumi");
  ensureFolder(folder);
  ensureFolder(backend);
  const environment = {
    ...process.env,
    ...passphraseIn(folder),
    PATH: [dirname(process.execPath), dirname(cli.path), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: cli.home,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Program and provider are many small files: compiled once, they load in half the time.
    NODE_COMPILE_CACHE: join(cacheFolder(), "compiled"),
  };
  const configFile = join(folder, `Pulumi.${stack.name}.yaml`);
  return { stack, folder, configFile, environment, cli };
}

/** Copies the stack file and creates the stack where it isn't there yet. */
export async function initialise(workspace: Workspace): Promise<void> {
  const { stack, folder, configFile } = workspace;
  writeFileSync(configFile, withSalt(readFileSync(stack.file, "utf8"), configFile), {
    mode: 0o600,
  });
  if (existsSync(stateFile(workspace))) {
    removeStaleLock(join(folder, "pulumi"), stack.name);
    return;
  }
  // Creating a stack writes into the stack file beside Pulumi.yaml: this one is the copy's.
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "# The workspace in which this stack was created; the program is the project's.\nname: agentobs\nruntime: nodejs\n",
  );
  await pulumi(workspace, ["stack", "init", stack.name, "--no-select"], { cwd: folder });
}

/** Whether this stack was ever brought up here. */
export const stackExists = (workspace: Workspace): boolean => existsSync(stateFile(workspace));

function stateFile({ folder, stack }: Workspace): string {
  return join(folder, "pulumi", ".pulumi", "stacks", "agentobs", `${stack.name}.json`);
}

/** Runs the Pulumi CLI and shows its output. Throws a ProblemError when it fails. */
export async function pulumi(
  { cli, environment, stack, folder }: Workspace,
  args: readonly string[],
  { cwd = PROJECT, quiet = false }: { cwd?: string; quiet?: boolean } = {},
): Promise<void> {
  const child = spawn(cli.path, [...args, "--non-interactive"], {
    cwd,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    from.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (!quiet) to.write(chunk);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  if (quiet) process.stderr.write(said);
  throw new ProblemError(failureOf({ cli, stack, folder }, args[0] ?? "", said, code));
}

/** An output of the stack with its secrets, undefined when it has none of that name. */
export function outputOf({ cli, environment, stack }: Workspace, name: string): unknown {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stack.name];
  const options = { cwd: PROJECT, env: { ...environment }, encoding: "utf8" } as const;
  const outputs: unknown = JSON.parse(execFileSync(cli.path, args, options));
  return (outputs as Readonly<Record<string, unknown>>)[name];
}

/** The values of `agentobs:secrets` as the stack was last brought up with them, by name. */
export function configSecrets(workspace: Workspace): Readonly<Record<string, string>> {
  const { cli, environment, stack, configFile } = workspace;
  const args = ["config", "--json", "--show-secrets", "--stack", stack.name];
  const text = execFileSync(cli.path, [...args, "--config-file", configFile, "--non-interactive"], {
    cwd: PROJECT,
    env: { ...environment },
    encoding: "utf8",
  });
  const config = JSON.parse(text) as Readonly<Record<string, { readonly value?: string }>>;
  const value = config["agentobs:secrets"]?.value;
  return value === undefined ? {} : (JSON.parse(value) as Readonly<Record<string, string>>);
}

/** The user's own passphrase, else one generated for this stack, readable by its owner only. */
function passphraseIn(folder: string): Record<string, string> {
  const { PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE } = process.env;
  if (PULUMI_CONFIG_PASSPHRASE !== undefined || PULUMI_CONFIG_PASSPHRASE_FILE) return {};
  const file = join(folder, "passphrase");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  chmodSync(file, 0o600);
  return { PULUMI_CONFIG_PASSPHRASE_FILE: file };
}

/** The salt of an earlier copy belongs to the state: it is carried over. */
function withSalt(text: string, copy: string): string {
  if (/^encryptionsalt:/m.test(text) || !existsSync(copy)) return text;
  const salt = /^encryptionsalt:.*$/m.exec(readFileSync(copy, "utf8"))?.[0];
  return salt ? `${text.trimEnd()}\n${salt}\n` : text;
}
