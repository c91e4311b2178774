import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "../../core/errors.ts";
import { isAlive } from "./identity.ts";
import type { RunRecord } from "./record.ts";
import { codeOf } from "./state.ts";

const KILL_SECONDS = 5;
/** A child that is dead already stays in its group where nobody reaps orphans: not waited for longer. */
const CHILDREN_SECONDS = 1;
const LOOK_EVERY_MS = 20;

/**
 * Ends the process and all that it started: SIGTERM, then SIGKILL when the grace is over. Signals
 * nobody else: a pid that belongs to another program by now is left alone.
 */
export async function stop(record: RunRecord, graceSeconds: number): Promise<void> {
  if (!isAlive(record)) return;
  signalGroup(record, "SIGTERM");
  if (!(await endedWithin(record, graceSeconds))) {
    signalGroup(record, "SIGKILL");
    if (!(await endedWithin(record, KILL_SECONDS)))
      throw new ProblemError({
        where: `process ${record.name}`,
        what: `pid ${record.pid} did not end within ${KILL_SECONDS} s of SIGKILL`,
        fix: `the kernel holds it, often for a disk that hangs: ps -o pid,stat,wchan -p ${record.pid}`,
      });
  }
  // Its group outlives it when it left children behind. A signal only asks: the children may still
  // hold a port or a file of the data when it was sent.
  signalGroup(record, "SIGKILL");
  await goneWithin(() => groupExists(record), CHILDREN_SECONDS);
}

function endedWithin(record: RunRecord, seconds: number): Promise<boolean> {
  return goneWithin(() => isAlive(record), seconds);
}

async function goneWithin(isThere: () => boolean, seconds: number): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  while (isThere()) {
    if (performance.now() >= deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

function groupExists({ pid }: RunRecord): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

/** Every process leads a group of its own, named by its pid. */
function signalGroup({ pid, name }: RunRecord, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return;
    throw new ProblemError({
      where: `process ${name}`,
      what: `pid ${pid} can't be stopped (${codeOf(error)})`,
      fix: `run this as the user who started it: ps -o user= -p ${pid}`,
    });
  }
}
