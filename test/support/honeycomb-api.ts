import { createServer, type IncomingMessage } from "node:http";
import { type Answer, legacy, ok, tooMany } from "./honeycomb/answers.ts";
import type { Team } from "./honeycomb/handle.ts";
import { ROUTES } from "./honeycomb/routes.ts";
import { Metrics } from "./honeycomb/schemas.ts";
import { Store } from "./honeycomb/store.ts";
import { freePort, LOOPBACK } from "./ports.ts";

/** Words of `GET /1/auth`. https://api-docs.honeycomb.io/api/auth */
const PERMISSIONS = ["triggers", "boards", "queries", "columns", "recipients", "createDatasets"];

/** Which permission each topic asks for. */
const ASKS: Readonly<Record<string, string>> = {
  columns: "columns",
  queries: "queries",
  query_annotations: "queries",
  triggers: "triggers",
  boards: "boards",
  recipients: "recipients",
};

export interface HoneycombOptions {
  readonly configurationKey: string;
  readonly ingestKey: string;
  /** What the configuration key may do. Default: everything. */
  readonly permissions?: readonly string[];
  readonly team?: Partial<Team>;
  /** Requests that are answered within a window; more are 429. */
  readonly limit?: { readonly requests: number; readonly seconds: number };
  /** Where OTLP as protobuf is passed on to, to be held to its own contract. */
  readonly ingestUrl?: string;
  /** Instead of the answer, for the nth request of the API (from 0): what is done stays done. */
  readonly trouble?: (request: number, seen: Seen) => Answer | "hang up" | undefined;
}

/** One request of the API and how it ended. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface HoneycombApi {
  readonly url: string;
  readonly store: Store;
  readonly seen: readonly Seen[];
  /** What changed something of the API's, in order. */
  writes(): string[];
  forget(): void;
  set(options: Partial<HoneycombOptions>): void;
  stop(): Promise<void>;
}

/** Honeycomb's API as it is documented, and as strict: one team, one environment. */
export async function startHoneycomb(first: HoneycombOptions): Promise<HoneycombApi> {
  let options = first;
  const store = new Store();
  const seen: Seen[] = [];
  const times: number[] = [];
  const port = await freePort();
  const server = createServer((request, response) => {
    void bodyOf(request).then(async (raw) => {
      const { method = "", url = "" } = request;
      const isApi = url.startsWith("/1/");
      const answer = isApi
        ? (limited(times, options) ?? api(store, request, raw, options))
        : await ingest(store, request, raw, options);
      const one = { method, path: url, status: answer.status };
      const trouble = isApi ? options.trouble?.(seen.length, one) : undefined;
      seen.push(one);
      if (trouble === "hang up") {
        response.destroy();
        return;
      }
      const { status, body, headers } = trouble ?? answer;
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, LOOPBACK, resolve));
  return {
    url: `http://${LOOPBACK}:${port}`,
    store,
    seen,
    writes: () =>
      seen
        .filter(
          ({ path, method, status }) => path.startsWith("/1/") && method !== "GET" && status < 300,
        )
        .map(({ method, path }) => `${method} ${path}`),
    forget: () => {
      seen.length = 0;
    },
    set: (more) => {
      options = { ...options, ...more };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function limited(times: number[], { limit }: HoneycombOptions): Answer | undefined {
  if (!limit) return undefined;
  const now = Date.now();
  while (times[0] !== undefined && times[0] < now - limit.seconds * 1000) times.shift();
  if (times.length >= limit.requests) return tooMany(limit.requests, limit.seconds);
  times.push(now);
  return undefined;
}

function api(
  store: Store,
  request: IncomingMessage,
  raw: Buffer,
  options: HoneycombOptions,
): Answer {
  const { method = "", headers } = request;
  const url = new URL(request.url ?? "", "http://api");
  const [, , topic = "", ...path] = url.pathname.split("/").map(decodeURIComponent);
  const key = headers["x-honeycomb-team"];
  const { permissions = PERMISSIONS } = options;
  if (topic === "auth") return auth(key, permissions, options);
  if (key !== options.configurationKey)
    return legacy(401, "unknown API key - check your credentials");
  const asks = ASKS[topic];
  if (asks !== undefined && !permissions.includes(asks))
    return legacy(403, "API key does not have permission to perform this action");
  const handle = ROUTES[topic];
  if (!handle) return { status: 404 };
  if (raw.length > 0 && headers["content-type"] !== "application/json") return { status: 415 };
  const team = { maxTriggers: 100, slack: true, ...options.team };
  try {
    const body = raw.length > 0 ? (JSON.parse(raw.toString()) as unknown) : undefined;
    return handle(store, { method, path, search: url.searchParams, body }, team);
  } catch {
    return legacy(400, "request body could not be parsed");
  }
}

function auth(
  key: unknown,
  permissions: readonly string[],
  { configurationKey, ingestKey }: HoneycombOptions,
): Answer {
  const environment = { name: "Test", slug: "test" };
  if (key === ingestKey)
    return ok({ id: "i", type: "ingest", api_key_access: { createDatasets: true }, environment });
  if (key !== configurationKey) return legacy(401, "unknown API key - check your credentials");
  const access = Object.fromEntries(PERMISSIONS.map((one) => [one, permissions.includes(one)]));
  return ok({ id: "c", type: "configuration", api_key_access: access, environment });
}

/** Metrics make their dataset. https://docs.honeycomb.io/send-data/opentelemetry/ */
async function ingest(
  store: Store,
  { method = "", url = "", headers }: IncomingMessage,
  raw: Buffer,
  { ingestKey, ingestUrl = "" }: HoneycombOptions,
): Promise<Answer> {
  const dataset = String(headers["x-honeycomb-dataset"]);
  if (headers["content-type"] === "application/json") {
    if (method !== "POST" || url !== "/v1/metrics") return { status: 404 };
    if (headers["x-honeycomb-team"] !== ingestKey) return legacy(401, "missing or wrong key");
    if (!Metrics.safeParse(JSON.parse(raw.toString())).success) return legacy(400, "no metrics");
    store.dataset(dataset, "metrics");
    return ok({});
  }
  const passed = Object.entries(headers).filter(([name]) => !HOP.includes(name));
  const { status } = await fetch(`${ingestUrl}${url}`, {
    method,
    headers: passed.map(([name, value]) => [name, String(value)] as [string, string]),
    body: new Uint8Array(raw),
  });
  if (status === 200 && url === "/v1/metrics") store.dataset(dataset, "metrics");
  return { status };
}

const HOP = ["connection", "host", "content-length", "transfer-encoding"];
