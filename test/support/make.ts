import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { WORKLOADS } from "../../components/core/names.ts";
import { freePorts } from "./ports.ts";
import { runScript, type ScriptRun } from "./run-script.ts";

const PROJECT = join(import.meta.dirname, "../..");

export interface Run extends ScriptRun {
  readonly seconds: number;
}

type StackPorts = Record<string, Record<string, number>>;

/** A stack of its own: state folder, stack file and ports that nobody else uses. */
export async function testStack(name: string, settings: Readonly<Record<string, unknown>>) {
  const home = mkdtempSync(join(tmpdir(), `agentobs-${name}-`));
  const file = join(home, `Pulumi.${name}.yaml`);
  const ports = (settings["ports"] as StackPorts | undefined) ?? (await stackPorts());
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
async function runCommand(
  environment: Readonly<Record<string, string>>,
  command: string,
  args: readonly string[],
): Promise<Run> {
  const started = performance.now();
  const run = await runScript(
    [join(PROJECT, "cli", `${command}.ts`), ...args],
    PROJECT,
    environment,
  );
  return { ...run, seconds: (performance.now() - started) / 1000 };
}

/** A free port for every port that every workload opens on this machine. */
export async function stackPorts(): Promise<StackPorts> {
  const workloads = Object.entries(WORKLOADS)
    .map(([name, ports]) => [name, localPortsOf(ports)] as const)
    .filter(([, names]) => names.length > 0);
  const free = await freePorts(workloads.flatMap(([, names]) => names).length);
  const numbered = workloads.map(([workload, names]) => [
    workload,
    Object.fromEntries(names.map((name) => [name, free.pop() ?? 0])),
  ]);
  return Object.fromEntries(numbered) as StackPorts;
}

const localPortsOf = (ports: Readonly<Record<string, object>>): string[] =>
  Object.entries(ports).flatMap(([port, name]) => ("local" in name ? [port] : []));
