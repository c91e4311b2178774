import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** What an engine of today says about itself. https://docs.docker.com/reference/api/engine/ */
export const ENGINE: Readonly<Record<string, object>> = {
  "/version": { Version: "28.5.2", ApiVersion: "1.51", MinAPIVersion: "1.44" },
  "/info": { NCPU: 2, OSType: "linux" },
};

/** A Docker engine's API on a socket of its own, which answers as told. */
export async function startEngine(
  answer: (method: string, path: string) => Answer = (_, path) => ({
    status: 200,
    body: ENGINE[path],
  }),
) {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-engine-"));
  const socket = join(folder, "docker.sock");
  const asked: string[] = [];
  const server = createServer(({ method = "", url = "" }, response) => {
    asked.push(`${method} ${url}`);
    const { status, body = {} } = answer(method, url);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    folder,
    socket,
    host: `unix://${socket}`,
    /** What was asked, in order: `GET /version`. */
    asked,
    stop: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
