import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { type Identity, isAlive } from "./identity.ts";
import { foldersIn, stateRoot } from "./state.ts";

/** What is written down about a process that was started, as `run/<name>.json`. */
export interface RunRecord extends Identity {
  readonly name: string;
  /** Of everything the program was started with: see `startHash`. */
  readonly hash: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly stopSeconds: number;
}

export function recordPath(stackFolder: string, name: string): string {
  return join(foldersIn(stackFolder).run, `${name}.json`);
}

/** The record of a process that runs now. One that is stale, torn or of an earlier boot is none. */
export function runningRecord(stackFolder: string, name: string): RunRecord | undefined {
  const record = readRecord(recordPath(stackFolder, name));
  return record && isAlive(record) ? record : undefined;
}

/** All processes of the stack that run now. */
export function runningRecords(stackFolder: string): RunRecord[] {
  return namesIn(foldersIn(stackFolder).run, ".json")
    .map((name) => runningRecord(stackFolder, name))
    .filter((record) => record !== undefined);
}

/** The process of any stack that was started with this port and runs now. */
export function portOwner(
  port: number,
  root: string = stateRoot(),
): { stack: string; record: RunRecord } | undefined {
  for (const stack of namesIn(root))
    for (const record of runningRecords(join(root, stack)))
      if (Object.values(record.ports).includes(port)) return { stack, record };
  return undefined;
}

export function removeRecord(stackFolder: string, name: string): void {
  rmSync(recordPath(stackFolder, name), { force: true });
}

/** What the file says, true or not any more. */
export function readRecord(path: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as RunRecord;
  } catch {
    return undefined;
  }
}

function namesIn(folder: string, suffix = ""): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(suffix))
      .map((file) => basename(file, suffix));
  } catch {
    return [];
  }
}
