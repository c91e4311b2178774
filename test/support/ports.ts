import { createServer, type Server } from "node:net";

export const LOOPBACK = "127.0.0.1";

/**
 * Below the ports that the kernel gives to outgoing connections, on Linux (32768) and macOS (49152):
 * one of those may be taken by anybody between the choice and the use.
 */
const FIRST = 20_000;
const COUNT = 12_000;
/** Files that run at the same time have ports of their own: a free one is taken only later. */
const WORKERS = 4;
const OWN_COUNT = COUNT / WORKERS;
const OWN_FIRST = FIRST + (Number(process.env["VITEST_POOL_ID"] ?? 0) % WORKERS) * OWN_COUNT;

/** Free ports of the loopback address: all are held open until all are known. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = OWN_FIRST + Math.floor(Math.random() * OWN_COUNT);
    const server = held.has(port) ? undefined : await listening(port);
    if (server) held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => new Promise((end) => server.close(end))));
  return [...held.keys()];
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(undefined);
    });
    server.listen(port, LOOPBACK, () => {
      resolve(server);
    });
  });
}

/** Why the system refuses to listen there (`EACCES`, `EADDRINUSE`); undefined when it doesn't. */
export function listenError(port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", ({ code }: NodeJS.ErrnoException) => {
      resolve(code ?? "unknown");
    });
    server.listen(port, LOOPBACK, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}
