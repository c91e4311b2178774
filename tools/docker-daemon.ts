import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { lastLines } from "../components/platforms/process/run-quietly.ts";
import { engineHindrance, type EnginePrograms, locateEngine } from "./docker-engine.ts";

/** A Docker engine that runs: no image, no container, no network of anybody else is in it. */
export interface Daemon {
  /** What whoever is to talk to it needs in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs the client; gives what it prints. */
  readonly docker: (...args: string[]) => Promise<string>;
  /** Ends it and all that runs on it. */
  readonly stop: () => Promise<void>;
}

const READY_MS = 30_000;
const POLL_MS = 100;
const OUTPUT_BYTES = 64 * 1024 * 1024;
/** Addresses that benchmarks have for themselves (RFC 2544), so that they are nobody's here. */
const ADDRESSES = "base=198.18.0.0/16,size=24";
const run = promisify(execFile);

/**
 * Starts an engine with folders of its own.
 *
 * @throws {Error} with the end of its log when it does not answer within half a minute
 */
export async function startDaemon(programs: EnginePrograms): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-docker-"));
  const socket = `unix://${join(folder, "docker.sock")}`;
  const path = [...programs.path, process.env["PATH"] ?? ""].join(delimiter);
  const environment = { PATH: path, DOCKER_HOST: socket };
  const daemon = spawn("dockerd", argumentsFor(folder, socket), {
    env: { ...process.env, ...programs.environment, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [daemon.stdout, daemon.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = new Promise<void>((resolve) => {
    daemon.once("error", ({ message }) => {
      log += message;
      resolve();
    });
    daemon.once("close", () => {
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    daemon.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const docker = async (...args: string[]): Promise<string> => {
    const options = { env: { ...process.env, ...environment }, maxBuffer: OUTPUT_BYTES };
    const { stdout } = await run("docker", args, options);
    return stdout.trim();
  };
  if (await isReady(docker, ended)) return { environment, docker, stop };
  await stop();
  throw new Error(`the engine does not answer: ${lastLines(log)}`);
}

/** Whether it answers before it ends, or its time does. */
async function isReady(docker: Daemon["docker"], ended: Promise<void>): Promise<boolean> {
  const end = Date.now() + READY_MS;
  while (Date.now() < end) {
    const answers = await docker("version").then(
      () => true,
      () => false,
    );
    if (answers) return true;
    const pause = sleep(POLL_MS, "goes on" as const);
    if ((await Promise.race([pause, ended])) === undefined) return false;
  }
  return false;
}

/** https://docs.docker.com/reference/cli/dockerd/ */
function argumentsFor(folder: string, socket: string): string[] {
  return [
    `--host=${socket}`,
    `--data-root=${join(folder, "data")}`,
    `--exec-root=${join(folder, "run")}`,
    `--pidfile=${join(folder, "dockerd.pid")}`,
    // Every stack has networks of its own.
    "--bridge=none",
    `--default-address-pool=${ADDRESSES}`,
    "--log-level=warn",
  ];
}

/** Why no engine starts here, found out by starting one; undefined where one does. */
export async function engineProblem(): Promise<string | undefined> {
  const hindrance = engineHindrance();
  if (hindrance !== undefined) return hindrance;
  const programs = locateEngine();
  if (!programs) return "its packages could not be had";
  try {
    const daemon = await startDaemon(programs);
    await daemon.stop();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
