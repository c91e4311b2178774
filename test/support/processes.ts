import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { identify } from "../../components/platforms/process/identity.ts";
import type { ProcessInputs } from "../../components/platforms/process/inputs.ts";
import { createProcess } from "../../components/platforms/process/process-resource.ts";
import { runningRecords } from "../../components/platforms/process/record.ts";
import { stackFolders } from "../../components/platforms/process/state.ts";
import { stop } from "../../components/platforms/process/stop.ts";
import { freePort } from "./ports.ts";
import type { ServiceOptions } from "./service.ts";

const SERVICE = join(import.meta.dirname, "service.ts");
const NODE = { path: process.execPath, version: process.versions.node, source: "path" } as const;

/** Gives the tests of a file a state folder; whatever still runs in it at the end is stopped. */
export function useStateFolder(): string {
  const home = mkdtempSync(join(tmpdir(), "agentobs-processes-"));
  process.env["AGENTOBS_HOME"] = home;
  afterAll(async () => {
    for (const stack of readdirSync(home)) await stopAll(join(home, stack));
    rmSync(home, { recursive: true, force: true });
    delete process.env["AGENTOBS_HOME"];
  });
  return home;
}

/** Inputs, as `check` leaves them, of a process that runs the service on a port that is free. */
export async function serviceInputs(
  options: Partial<ServiceOptions> = {},
  overrides: Partial<ProcessInputs> = {},
): Promise<ProcessInputs> {
  const port = options.port ?? (await freePort());
  const stack = overrides.stack ?? "test";
  return {
    name: "jaeger",
    summary: "A service for tests.",
    tool: "jaeger",
    args: serviceArgs({ ...options, port }),
    environment: {},
    secretEnvironment: {},
    secretFiles: {},
    files: {},
    ports: { ui: port },
    health: { url: `http://127.0.0.1:${port}/`, startSeconds: 10 },
    stopSeconds: 5,
    data: false,
    after: [],
    stack,
    folder: stackFolders(stack).root,
    program: NODE,
    secrets: {},
    protectData: true,
    ...overrides,
  };
}

export function serviceArgs(options: ServiceOptions): string[] {
  return [SERVICE, JSON.stringify(options)];
}

/** Creates the resource, and stops the process when the test is over. */
export async function create(inputs: ProcessInputs) {
  stopAtEnd(inputs.folder);
  const created = await createProcess({ ...inputs }, new AbortController().signal);
  return { id: created.id, outs: asRunning(created.outs) };
}

/** Outputs of the resource. */
export interface Running extends ProcessInputs {
  readonly pid: number;
  readonly startedAt: string;
}

export function asRunning(outs: unknown): Running {
  return outs as Running;
}

/** Stops what runs in the stack's folder when the test is over. */
export function stopAtEnd(stackFolder: string): void {
  onTestFinished(() => stopAll(stackFolder));
}

async function stopAll(stackFolder: string): Promise<void> {
  for (const record of runningRecords(stackFolder)) await stop(record, 0);
}

/** What the running service says about itself. */
export async function selfOf({ ports }: ProcessInputs): Promise<Self> {
  const answer = await fetch(`http://127.0.0.1:${ports["ui"] ?? 0}/self`);
  return (await answer.json()) as Self;
}

interface Self {
  readonly pid: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly child: number;
}

/** Pids of all services that were started for this port: there must never be two. */
export function servicesFor({ ports }: Pick<ProcessInputs, "ports">): number[] {
  return execFileSync("ps", ["-axww", "-o", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(`${SERVICE} {`) && line.includes(`"port":${ports["ui"] ?? 0}`))
    .map((line) => Number.parseInt(line));
}

/** Whether something runs under this pid; a zombie does not. */
export function runs(pid: number): boolean {
  return identify(pid) !== undefined;
}
