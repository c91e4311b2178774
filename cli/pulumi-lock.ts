import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { identify } from "../components/platforms/process/identity.ts";

/**
 * Removes the lock of a Pulumi command that was killed on this machine: the file backend keeps a
 * lock until someone cancels it, and a killed command can't. A living command's lock stays.
 * https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/lock.go
 */
export function removeStaleLock(backend: string, stack: string): void {
  const folder = join(backend, ".pulumi", "locks", "organization", "agentobs", stack);
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).map((name) => join(folder, name))) {
    const lock = JSON.parse(readFileSync(file, "utf8")) as { pid?: number; hostname?: string };
    if (lock.hostname !== hostname() || lock.pid === undefined || identify(lock.pid)) continue;
    rmSync(file, { force: true });
    console.log(
      `The last command on stack ${stack} (pid ${lock.pid}) was killed: its lock is removed.`,
    );
  }
}
