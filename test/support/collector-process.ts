import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { LOOPBACK } from "./ports.ts";

/** A program of the stack while a test runs it. */
export interface Running {
  readonly child: ChildProcess;
  readonly output: { text: string };
}

/** Starts a program and waits, at most a minute on a busy machine, until `url` answers well. */
export async function running(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  url: string,
  cwd?: string,
): Promise<Running> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // A test that fails before it stops its programs must not leave them behind.
  const kill = (): boolean => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.removeListener("exit", kill));
  const output = { text: "" };
  child.stderr.on("data", (chunk: Buffer) => (output.text += chunk.toString()));
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`${program} ended:\n${output.text}`);
    const up = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return { child, output };
    await sleep(100);
  }
  child.kill("SIGKILL");
  throw new Error(`${program} is not healthy after 60 s:\n${output.text}`);
}

/** Asks a program to end, or makes it, and waits until it has. */
export async function stopped(
  { child }: Running,
  signal: "SIGTERM" | "SIGKILL" = "SIGTERM",
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await Promise.race([ended, sleep(10_000)]);
  child.kill("SIGKILL");
}

export const localUrl = (port: number, path = "/"): string => `http://${LOOPBACK}:${port}${path}`;
