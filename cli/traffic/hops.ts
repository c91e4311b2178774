import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { RunScript } from "./script.ts";
import type { Carrier } from "./service.ts";

/** What one agent asks of another; `startMillis` is the time that the work is said to begin. */
export interface Order {
  readonly run: RunScript;
  readonly startMillis: number;
}

/** How it went, and when it is said to have ended. */
export interface Outcome {
  readonly traceId: string;
  readonly endMillis: number;
  readonly failed: boolean;
}

/** Does the ordered work in the context that the headers carry. */
export type Worker = (headers: Carrier, order: Order) => Promise<Outcome>;

/** An agent behind a real HTTP server on a free loopback port. */
export class HttpHop {
  readonly #server: Server;
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async listen(worker: Worker): Promise<HttpHop> {
    const server = createServer((request, response) => {
      void text(request)
        .then((body) => worker(flat(request.headers), JSON.parse(body) as Order))
        .then((outcome) => {
          response.writeHead(outcome.failed ? 500 : 200, { "content-type": "application/json" });
          response.end(JSON.stringify(outcome));
        })
        .catch((error: unknown) => response.writeHead(400).end(String(error)));
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return new HttpHop(server, (server.address() as AddressInfo).port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/runs`;
  }

  async call(headers: Carrier, order: Order): Promise<Outcome> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(order),
    });
    if (response.status === 400) throw new Error(await response.text());
    return (await response.json()) as Outcome;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A queue whose messages carry headers. The publisher goes on; the worker takes them one by one. */
export class Queue {
  readonly #worker: Worker;
  #last: Promise<unknown> = Promise.resolve();

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  publish(headers: Carrier, order: Order): void {
    const message = JSON.stringify({ headers, order });
    this.#last = this.#last.then(() => {
      const taken = JSON.parse(message) as { headers: Carrier; order: Order };
      return this.#worker(taken.headers, taken.order);
    });
  }

  /** Resolves once every message so far, and those that their work published here, is done. */
  async drained(): Promise<void> {
    for (let last; last !== this.#last; ) {
      last = this.#last;
      await last;
    }
  }
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Carrier {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(",") : value]],
    ),
  );
}
