import { spawn } from "node:child_process";
import { createServer } from "node:http";

/**
 * A small real program for the process platform to run: `node service.ts '<options as JSON>'`. Answers
 * `/` with its status and `/self` with what it was started with.
 */
export interface ServiceOptions {
  readonly port: number;
  readonly status?: number;
  /** Listens only after this time, as a slow start. */
  readonly listenAfterMs?: number;
  /** Gives up with this exit code instead of listening. */
  readonly exitCode?: number;
  /** Printed at the start. */
  readonly say?: string;
  readonly ignoreTerm?: boolean;
  /** Starts a process of its own that outlives it, and tells its pid. */
  readonly withChild?: boolean;
}

const options = JSON.parse(process.argv[2] ?? "") as ServiceOptions;
if (options.ignoreTerm) process.on("SIGTERM", () => undefined);
if (options.say) console.log(options.say);
const child = options.withChild ? spawn("sleep", ["600"]) : undefined;
setTimeout(() => {
  if (options.exitCode !== undefined) process.exit(options.exitCode);
  createServer((request, response) => {
    response.statusCode = options.status ?? 200;
    const { pid, env: environment } = process;
    const self = { pid, environment, folder: process.cwd(), child: child?.pid };
    response.end(request.url === "/self" ? JSON.stringify(self) : "");
  }).listen(options.port, "127.0.0.1");
}, options.listenAfterMs ?? 0);
