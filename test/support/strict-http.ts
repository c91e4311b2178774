import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Metrics, Traces } from "./otlp.ts";
import { decodeMetrics, decodeTraces, spanSizes } from "./otlp-protobuf.ts";
import { freePort, LOOPBACK } from "./ports.ts";
import { type SeenSpan, spansOf } from "./spans.ts";

const TLS = join(import.meta.dirname, "../fixtures/tls");
export const CA = readFileSync(join(TLS, "ca.pem"), "utf8");
export const SERVER_PAIR = {
  cert: readFileSync(join(TLS, "server.pem")),
  key: readFileSync(join(TLS, "server.key")),
} as const;

/** What a destination's documentation asks of a client, and what it refuses. */
export interface Contract {
  /** By path. Any other is 404. */
  readonly takes: Readonly<Record<string, Expected>>;
  readonly encoding: "gzip" | "identity";
  /** `user:password`; anything else is 401. */
  readonly basic?: string;
  readonly maxSpanBytes?: number;
  readonly maxRequestBytes?: number;
}
interface Expected {
  readonly signal: "traces" | "metrics";
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that must not be there. */
  readonly without?: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
}
/** A request to what is no path of the contract: a question to the same backend. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}
/** One request as it came: `status` is the answer, `problem` why it was not 200. */
export interface Seen {
  readonly path: string;
  readonly status: number;
  readonly problem?: string;
  readonly atMs: number;
  readonly spans: readonly SeenSpan[];
  readonly metrics?: Metrics;
}

export interface StrictServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** Spans of the requests that were answered with 200. */
  spans(): SeenSpan[];
  metrics(): Metrics[];
  stop(): Promise<void>;
}

interface Options {
  readonly tls?: boolean;
  readonly port?: number;
  /** Instead of the contract's, for the nth request (from 0): the server is in trouble. */
  readonly trouble?: (request: number) => Answer | undefined;
  /** Answers questions; undefined leaves them to the contract, which refuses them. */
  readonly asked?: (question: Asked) => Answer | undefined;
}

/** A destination that holds every client to its contract. */
export async function startStrict(
  contract: Contract,
  options: Options = {},
): Promise<StrictServer> {
  const seen: Seen[] = [];
  const port = options.port ?? (await freePort());
  const listener = async (request: IncomingMessage): Promise<Answer> => {
    const raw = await bodyOf(request);
    const atMs = Date.now();
    const path = request.url ?? "";
    const answer = path in contract.takes ? undefined : options.asked?.(questionOf(request, raw));
    if (answer) return answer;
    const trouble = options.trouble?.(seen.length);
    const judged = judge(contract, request, raw);
    const { status } = trouble ?? judged;
    const problem = trouble ? `in trouble: ${trouble.status}` : judged.problem;
    const { spans = [], metrics } = status === 200 ? judged : {};
    seen.push({
      path,
      status,
      atMs,
      spans,
      ...(problem && { problem }),
      ...(metrics && { metrics }),
    });
    return trouble ?? judged;
  };
  const handle: Parameters<typeof createServer>[1] = (request, response) => {
    void listener(request).then(({ status, headers, body }) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      response.writeHead(status, headers).end(body === undefined ? "" : text);
    });
  };
  const server: Server = options.tls ? createTlsServer(SERVER_PAIR, handle) : createServer(handle);
  await new Promise<void>((resolve) => server.listen(port, LOOPBACK, resolve));
  return {
    url: `${options.tls ? "https" : "http"}://${LOOPBACK}:${port}`,
    seen,
    spans: () => seen.flatMap(({ spans }) => spans),
    metrics: () => seen.flatMap(({ metrics }) => metrics ?? []),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function questionOf(request: IncomingMessage, body: Buffer): Asked {
  const { pathname: path, searchParams: query } = new URL(request.url ?? "", "http://strict");
  return { method: request.method ?? "", path, query, headers: request.headers, body };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Judged extends Answer {
  readonly problem?: string;
  readonly spans?: SeenSpan[];
  readonly metrics?: Metrics;
}

function judge(
  contract: Contract,
  { method, url = "", headers }: IncomingMessage,
  raw: Buffer,
): Judged {
  const no = (status: number, problem: string): Judged => ({ status, problem });
  const expected = contract.takes[url];
  if (!expected) return no(404, `there is no ${url}`);
  if (method !== "POST") return no(405, `${method ?? ""} instead of POST`);
  const authorization = contract.basic
    ? `Basic ${Buffer.from(contract.basic).toString("base64")}`
    : undefined;
  if (headers.authorization !== authorization) return no(401, "wrong credentials");
  if (headers["content-type"] !== "application/x-protobuf") return no(415, "wrong content type");
  if ((headers["content-encoding"] ?? "identity") !== contract.encoding)
    return no(415, `encoded as ${headers["content-encoding"] ?? "identity"}`);
  for (const [name, value] of Object.entries(expected.headers ?? {}))
    if (headers[name] !== value) return no(400, `${name} is ${String(headers[name])}`);
  for (const name of expected.without ?? [])
    if (name in headers) return no(400, `${name} does not belong here`);
  const body = contract.encoding === "gzip" ? gunzipSync(raw) : raw;
  if (body.length > (contract.maxRequestBytes ?? Infinity)) return no(413, `${body.length} bytes`);
  try {
    return expected.signal === "traces" ? judgeTraces(contract, body) : judgeMetrics(body);
  } catch (error) {
    return no(400, `not readable: ${String(error)}`);
  }
}

/** One malformed or oversized span, and the whole request is refused. */
function judgeTraces({ maxSpanBytes = Infinity }: Contract, body: Buffer): Judged {
  const traces: Traces = decodeTraces(body);
  const spans = spansOf([traces]);
  const wrong = spans.find(({ traceId, spanId }) => traceId.length !== 32 || spanId.length !== 16);
  if (wrong) return { status: 400, problem: `span ${wrong.name} has no proper ids` };
  const largest = Math.max(0, ...spanSizes(body));
  if (largest > maxSpanBytes) return { status: 413, problem: `a span of ${largest} bytes` };
  return { status: 200, spans };
}

const DELTA = 1;
function judgeMetrics(body: Buffer): Judged {
  const metrics = decodeMetrics(body);
  for (const { scopeMetrics } of metrics.resourceMetrics)
    for (const one of scopeMetrics.flatMap((scope) => scope.metrics)) {
      const { aggregationTemporality } = (one.sum ?? one.histogram ?? {}) as {
        aggregationTemporality?: number;
      };
      if (aggregationTemporality === DELTA)
        return { status: 400, problem: `${one.name} is a delta` };
    }
  return { status: 200, metrics };
}
