import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { lastLines } from "../../../components/platforms/process/run-quietly.ts";
import {
  type ControlPlaneProgram,
  kubernetesVersion,
  locateControlPlane,
} from "../../../tools/control-plane.ts";

const POLL_MS = 100;
const LOG_LINES = 20;

/**
 * Becomes the program, and kills it when the pipe breaks: vitest ends its workers, on a failed
 * import for one, without a word to what they have started.
 */
const UNTIL_PARENT_ENDS = '( read -r _ <&3 || kill -KILL $$ ) & exec "$@" 3<&-';

/** The programs of one cluster: whatever happens, none of them outlives the tests. */
export class Programs {
  readonly #folder: string;
  readonly #running = new Map<ControlPlaneProgram, ChildProcess>();

  /** Logs are written into the folder. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  start(name: ControlPlaneProgram, args: readonly string[]): void {
    const log = openSync(this.#log(name), "a", 0o600);
    // Nothing of the user's own, such as a KUBECONFIG, may decide what they talk to.
    const env = { PATH: process.env["PATH"], HOME: this.#folder };
    const stdio = ["ignore", log, log, "pipe"] as const;
    const wrapped = ["-c", UNTIL_PARENT_ENDS, "sh", binary(name), ...args];
    const child = spawn("/bin/sh", wrapped, { cwd: this.#folder, env, stdio: [...stdio] });
    closeSync(log);
    const alive = child.stdio[3];
    if (alive instanceof Writable) child.once("exit", () => alive.end("over\n"));
    const kill = (): boolean => child.kill("SIGKILL");
    process.once("disconnect", kill);
    child.once("exit", () => process.removeListener("disconnect", kill));
    this.#running.set(name, child);
  }

  /**
   * Waits until `isSo`. At the end of the time, or when a program ends, the error shows what the
   * logs say.
   */
  async until(what: string, isSo: () => Promise<boolean>, withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    while (performance.now() < end) {
      const ended = [...this.#running].find(([, child]) => hasEnded(child));
      if (ended) throw new Error(`${ended[0]} ended before ${what}\n${this.#logEnd(ended[0])}`);
      if (await isSo()) return;
      await sleep(POLL_MS);
    }
    const logs = [...this.#running.keys()].map((name) => this.#logEnd(name));
    throw new Error(`not ${what} after ${withinMs / 1000} s\n${logs.join("\n")}`);
  }

  /** Nothing of the cluster is kept, so nothing has to end in good order. */
  async stop(): Promise<void> {
    const ends = [...this.#running.values()].map(async (child) => {
      if (hasEnded(child)) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    });
    await Promise.all(ends);
    this.#running.clear();
  }

  #logEnd(name: ControlPlaneProgram): string {
    return `── ${name}\n${lastLines(readFileSync(this.#log(name), "utf8"), LOG_LINES)}`;
  }

  #log(name: ControlPlaneProgram): string {
    return join(this.#folder, `${name}.log`);
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Tests install nothing: `make test` and `make test-kubernetes` do. */
function binary(name: ControlPlaneProgram): string {
  const version = kubernetesVersion();
  const found = locateControlPlane(name, version);
  if (found) return found.path;
  throw new Error(
    `${name} of Kubernetes ${version} is neither on PATH nor in the cache.\n` +
      `  Fix: KUBERNETES_VERSION=${version} node tools/run.mjs tools/setup.ts kubernetes`,
  );
}
