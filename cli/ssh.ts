import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";

/** Whom ssh is to reach, and how. */
export interface SshTarget {
  readonly options: readonly string[];
  /** `user@host`, or the name of an entry of `~/.ssh/config`. */
  readonly host: string;
}

const CONNECT_SECONDS = 15;

/** The target of an address such as `ssh://user@host:2222`. */
export function sshTarget(address: string, options: readonly string[]): SshTarget {
  const { username, hostname, port } = new URL(address);
  return {
    options: [...options, ...(port ? ["-p", port] : [])],
    host: username ? `${username}@${hostname}` : hostname,
  };
}

/** It never asks: nobody would see the question. https://man.openbsd.org/ssh_config */
const QUIET = ["-o", "BatchMode=yes", "-o", `ConnectTimeout=${CONNECT_SECONDS}`, "-T"];

/** Runs ssh. What it says goes to its standard error. */
export function startSsh(
  { options, host }: SshTarget,
  before: readonly string[],
  command: readonly string[] = [],
): ChildProcess {
  const args = [...QUIET, ...options, ...before, "--", host, ...command];
  return spawn("ssh", args, { stdio: ["pipe", "pipe", "pipe"] });
}

/** A command over ssh as a stream, and what ssh said. */
export function throughSsh(target: SshTarget, command: readonly string[]) {
  const child = startSsh(target, [], command);
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error("ssh was started without pipes");
  let words = "";
  stderr.on("data", (chunk: Buffer) => (words += chunk.toString()));
  const stream = Duplex.from({ writable: stdin, readable: stdout });
  child.once("error", (error) => {
    words = `ssh could not be started: ${error.message}`;
    stream.destroy(error);
  });
  stream.once("close", () => {
    child.kill();
  });
  return { stream, said: () => words };
}
