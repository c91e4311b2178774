import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { foldersIn } from "./state.ts";

const ROTATE_AT_BYTES = 10 * 1024 * 1024;
const END_BYTES = 16 * 1024;
const END_LINES = 15;

export function logPath(stackFolder: string, name: string): string {
  return join(foldersIn(stackFolder).logs, `${name}.log`);
}

/**
 * Opens the log for appending and says where this start begins in it. A large one moves to `.log.1`
 * first, in place of the one before: a workload keeps at most two.
 */
export function openLog(path: string): { fd: number; from: number } {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > ROTATE_AT_BYTES)
    renameSync(path, `${path}.1`);
  const fd = openSync(path, "a", 0o600);
  return { fd, from: fstatSync(fd).size };
}

/** The last lines that were written since `from`, without any of the `secrets`. */
export function logEnd(path: string, from: number, secrets: readonly string[]): string {
  const text = secrets
    .filter((secret) => secret !== "")
    .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), readFrom(path, from));
  const lines = text.trimEnd().split("\n").slice(-END_LINES);
  return lines.map((line) => `    ${line}`).join("\n");
}

function readFrom(path: string, from: number): string {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch {
    return "";
  }
  try {
    const start = Math.max(from, fstatSync(fd).size - END_BYTES);
    const buffer = Buffer.alloc(END_BYTES);
    return buffer.toString("utf8", 0, readSync(fd, buffer, 0, END_BYTES, start));
  } finally {
    closeSync(fd);
  }
}
