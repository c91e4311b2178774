import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, type Identity, isAlive } from "./identity.ts";
import type { Report } from "../../provider/properties.ts";

type Holder = Identity & { readonly host: string };

const HEARTBEAT_MS = 2_000;
/** A holder on another machine that misses its heartbeats for so long was killed. */
const STALE_MS = 30_000;
const POLL_MS = 250;

/**
 * Runs `work` while no other process runs the work of the same `path`. The lock is the folder
 * `<path>.lock`, because creating a folder is atomic everywhere; one whose holder died is taken over.
 */
export async function withLock<T>(
  path: string,
  report: Report,
  work: () => Promise<T>,
): Promise<T> {
  const lock = `${path}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  for (let waited = false; !take(lock); waited = true) {
    if (isStale(lock)) {
      breakLock(lock);
      continue;
    }
    if (!waited)
      report(`waiting for process ${holderOf(lock)?.pid ?? "?"}, which installs the same`);
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => {
    if (!existsSync(lock)) return;
    utimesSync(lock, new Date(), new Date());
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(lock, { recursive: true, force: true });
  }
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(
    join(lock, "holder"),
    JSON.stringify({ ...identify(process.pid), host: hostname() }),
  );
  return true;
}

function isStale(lock: string): boolean {
  const holder = holderOf(lock);
  // One that lives may have missed heartbeats because the whole machine slept.
  if (holder?.host === hostname()) return !isAlive(holder);
  const changed = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - changed > STALE_MS;
}

function holderOf(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(join(lock, "holder"), "utf8")) as Holder;
  } catch {
    return undefined; // given back meanwhile, or just being taken
  }
}

/** Of several that find it stale one can rename it; should two ever get in, the last install wins. */
function breakLock(lock: string): void {
  const aside = `${lock}.stale-${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return; // someone else was faster
  }
  rmSync(aside, { recursive: true, force: true });
}
