import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { WORKLOADS } from "../../components/core/names.ts";
import { freePorts } from "./ports.ts";

const PROJECT = join(import.meta.dirname, "../..");

export interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
}

/** A stack of its own: state folder, stack file and ports that nobody else uses. */
export async function testStack(name: string, settings: Readonly<Record<string, unknown>>) {
  const home = mkdtempSync(join(tmpdir(), `agentobs-${name}-`));
  const file = join(home, `Pulumi.${name}.yaml`);
  const ports = await stackPorts();
  const configure = (more: Readonly<Record<string, unknown>> = {}) => {
    const all = { preset: "local", ports, ...settings, ...more };
    const config = Object.fromEntries(
      Object.entries(all).map(([key, value]) => [`agentobs:${key}`, value]),
    );
    writeFileSync(file, stringify({ config }));
  };
  mkdirSync(home, { recursive: true });
  configure();
  return {
    home,
    file,
    folder: join(home, name),
    ports,
    configure,
    run: (command: string, ...args: string[]) =>
      runCommand({ AGENTOBS_HOME: home }, command, ["--stack", file, ...args]),
    /** The same with further environment variables. */
    runWith: (environment: Readonly<Record<string, string>>, command: string, ...args: string[]) =>
      runCommand({ AGENTOBS_HOME: home, ...environment }, command, ["--stack", file, ...args]),
    remove: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Runs one of the project's commands the way its make target does. */
function runCommand(
  environment: Readonly<Record<string, string>>,
  command: string,
  args: readonly string[],
): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(PROJECT, "cli", `${command}.ts`), ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, output, seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** A free port for every port of every workload. */
export async function stackPorts(): Promise<Record<string, Record<string, number>>> {
  const workloads = Object.entries(WORKLOADS).map(
    ([name, ports]) => [name, Object.keys(ports)] as const,
  );
  const free = await freePorts(workloads.flatMap(([, names]) => names).length);
  const numbered = workloads.map(([workload, names]) => [
    workload,
    Object.fromEntries(names.map((name) => [name, free.pop() ?? 0])),
  ]);
  return Object.fromEntries(numbered) as Record<string, Record<string, number>>;
}
