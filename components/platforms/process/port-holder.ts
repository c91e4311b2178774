import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** `st` of a listening socket in /proc/net/tcp: proc_pid_net(5). */
const LISTEN = "0A";

/**
 * Who listens on the port, as `name (pid 1)`: where there is a /proc, and for processes of the same
 * user. Undefined when it can't be known.
 */
export function holderOf(port: number): string | undefined {
  const sockets = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeners(table, port)),
  );
  if (sockets.size === 0) return undefined;
  const pid = entries("/proc").find((name) => /^\d+$/.test(name) && holdsOne(name, sockets));
  return pid ? `${nameOf(pid)} (pid ${pid})` : undefined;
}

function listeners(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return read(table)
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTEN && local?.endsWith(`:${wanted}`))
    .map(([, , , , , , , , , inode]) => `socket:[${inode ?? ""}]`);
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  return entries(`/proc/${pid}/fd`).some((fd) => {
    try {
      return sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
    } catch {
      return false;
    }
  });
}

function nameOf(pid: string): string {
  return read(`/proc/${pid}/comm`).trim() || "a program";
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
