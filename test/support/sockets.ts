import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** State of a listening socket in /proc/net/tcp: https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt */
const LISTEN = "0A";
const LOOPBACK_V4 = "0100007F";
const LOOPBACK_V6 = "00000000000000000000000001000000";

/** Addresses that the process listens on and that are not loopback, as the kernel writes them (Linux). */
export function listeningBeyondLoopback(pid: number): string[] {
  const own = new Set(socketsOf(pid));
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => row[3] === LISTEN && own.has(row[9] ?? ""))
      .map((row) => row[1] ?? "")
      .filter((address) => {
        const [host] = address.split(":");
        return host !== LOOPBACK_V4 && host !== LOOPBACK_V6;
      }),
  );
}

/** Inodes of the sockets that the process holds. */
function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1] ?? [];
    } catch {
      return []; // closed in the meantime
    }
  });
}
