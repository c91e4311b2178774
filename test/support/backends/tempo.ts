import { keyValues } from "../otlp.ts";
import { type StrictGrpc, startStrictGrpc } from "../strict-grpc.ts";
import type { SeenSpan } from "../spans.ts";
import { type Answer, type Asked, startStrict } from "../strict-http.ts";
import { type Faults, faultOf, isLate, kept } from "./faults.ts";

const TRACE = /^\/api\/v2\/traces\/([0-9a-f]{32})$/;

/**
 * The query API of Tempo 3: a trace by its id, and what else it knows is not asked for here.
 * https://grafana.com/docs/tempo/latest/api_docs/#query-v2
 */
export function askTempo(
  { method, path, query, headers }: Pick<Asked, "method" | "path" | "query" | "headers">,
  spans: readonly SeenSpan[],
  faults: Faults,
): Answer | undefined {
  const id = TRACE.exec(path)?.[1];
  if (id === undefined) return undefined;
  if (method !== "GET" || query.size > 0) return { status: 400, body: "invalid request" };
  // With this it would answer protobuf.
  if (headers.accept?.includes("protobuf")) return { status: 406 };
  const own = kept(spans, faults).filter(({ traceId }) => traceId === id);
  if (own.length === 0 || isLate(faults)) return { status: 404, body: "" };
  return {
    status: 200,
    body: { trace: { resourceSpans: own.map(resourceSpans) }, metrics: { inspectedBytes: "1" } },
  };
}

/** As protobuf's JSON: bytes in base64, 64-bit numbers as text. */
function resourceSpans(span: SeenSpan): object {
  const { traceId, spanId, parentSpanId, name, attributes = [], events = [] } = span;
  const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");
  const shown = {
    traceId: base64(traceId),
    spanId: base64(spanId),
    ...(parentSpanId && { parentSpanId: base64(parentSpanId) }),
    name,
    attributes,
    events,
    status: span.status ?? {},
  };
  return {
    resource: { attributes: keyValues(span.resource) },
    scopeSpans: [{ scope: { name: span.scope }, spans: [shown] }],
  };
}

export interface TempoServer {
  /** For spans: `host:port`. */
  readonly grpc: StrictGrpc;
  readonly queryUrl: string;
  stop(): Promise<void>;
}

/** One tenant, one user. Without a tenant nothing is found. */
export async function startTempo(
  { user, password, tenant }: Readonly<Record<"user" | "password" | "tenant", string>>,
  faults: Faults,
): Promise<TempoServer> {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const grpc = await startStrictGrpc({ "x-scope-orgid": tenant, authorization });
  const http = await startStrict(
    { takes: {}, encoding: "identity" },
    {
      tls: true,
      asked: (question) => {
        const { headers } = question;
        if (headers.authorization !== authorization) return { status: 401, body: "unauthorized" };
        if (headers["x-scope-orgid"] !== tenant) return { status: 401, body: "no org id" };
        const tooMany = { status: 429, headers: { "retry-after": "1" }, body: "slow down" };
        return faultOf(faults, tooMany) ?? askTempo(question, grpc.spans(), faults);
      },
    },
  );
  return {
    grpc,
    queryUrl: http.url,
    stop: async () => {
      grpc.stop();
      await http.stop();
    },
  };
}
