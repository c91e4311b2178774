import { LANGFUSE } from "../contracts.ts";
import { shown } from "../otlp.ts";
import type { SeenSpan } from "../spans.ts";
import { type Answer, type Asked, startStrict, type StrictServer } from "../strict-http.ts";
import { type Faults, faultOf, isLate, kept } from "./faults.ts";

const GROUPS = [
  "core",
  "basic",
  "time",
  "io",
  "metadata",
  "model",
  "usage",
  "prompt",
  "metrics",
  "trace_context",
];
const PARAMETERS = ["traceId", "fromStartTime", "fields", "limit", "expandMetadata", "cursor"];
/** Smaller than what is asked for, so that nobody gets away without the cursor. */
const LARGEST_PAGE = 4;
const SHOWN_CHARACTERS = 200;

/** Attributes that become input or output and are no metadata. */
const INPUTS = [
  "gen_ai.input.messages",
  "gen_ai.system_instructions",
  "gen_ai.tool.call.arguments",
];
const OUTPUTS = ["gen_ai.output.messages", "gen_ai.tool.call.result"];

/**
 * Langfuse 4, as far as it takes and shows spans. Its older paths are gone in this mode.
 * https://api.reference.langfuse.com/#tag/observations, https://langfuse.com/faq/all/api-limits
 */
export function startLangfuse(faults: Faults): Promise<StrictServer> {
  const authorization = `Basic ${Buffer.from(LANGFUSE.basic ?? "").toString("base64")}`;
  const ask = (question: Asked): Answer | undefined => {
    const { path, method, headers } = question;
    if (path !== "/api/public/v2/observations") return { status: 404, body: { message: "gone" } };
    if (method !== "GET") return { status: 405, body: { message: "Method not allowed" } };
    if (headers.authorization !== authorization)
      return { status: 401, body: { message: "Invalid credentials." } };
    const tooMany = {
      status: 429,
      headers: { "Retry-After": "1", "X-RateLimit-Limit": "30", "X-RateLimit-Remaining": "0" },
      body: { error: "rate limit exceeded" },
    };
    return faultOf(faults, tooMany) ?? observations(question, kept(server.spans(), faults), faults);
  };
  let server: StrictServer;
  return startStrict(LANGFUSE, { tls: true, asked: ask }).then((started) => (server = started));
}

const invalid = (message: string): Answer => ({
  status: 400,
  body: { message: "Invalid request data", error: message },
});

function observations({ query }: Asked, spans: readonly SeenSpan[], faults: Faults): Answer {
  const unknown = [...query.keys()].find((key) => !PARAMETERS.includes(key));
  if (unknown !== undefined) return invalid(`${unknown} is no parameter`);
  const fields = (query.get("fields") ?? "core,basic").split(",");
  const limit = Number(query.get("limit") ?? "50");
  const from = query.get("fromStartTime") ?? "";
  if (!(limit >= 0 && limit <= 1000)) return invalid("limit");
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(from)) return invalid("fromStartTime");
  if (fields.some((field) => !GROUPS.includes(field))) return invalid("fields");
  const own = spans.filter(
    ({ traceId, startTimeUnixNano }) =>
      traceId === query.get("traceId") && millisOf(startTimeUnixNano) >= Date.parse(from),
  );
  if (isLate(faults)) return { status: 200, body: { data: [], meta: {} } };
  const at = Number(Buffer.from(query.get("cursor") ?? "", "base64").toString() || "0");
  const next = at + Math.min(limit, LARGEST_PAGE);
  const expanded = (query.get("expandMetadata") ?? "").split(",");
  const data = own.slice(at, next).map((span) => observation(span, fields, expanded));
  const cursor = Buffer.from(String(next)).toString("base64");
  return { status: 200, body: { data, meta: next < own.length ? { cursor } : {} } };
}

function observation(span: SeenSpan, fields: readonly string[], expanded: readonly string[]) {
  const { spanId, traceId, parentSpanId, name, startTimeUnixNano, endTimeUnixNano } = span;
  const textOf = (keys: readonly string[]): string | null =>
    keys.flatMap((key) => (key in span.plain ? [shown(span.plain[key])] : []))[0] ?? null;
  const attributes = Object.entries(span.plain).filter(
    ([key]) => ![...INPUTS, ...OUTPUTS].includes(key),
  );
  const metadata = [
    ...attributes.map(([key, value]) => [`attributes.${key}`, shown(value)]),
    ...Object.entries(span.resource).map(([key, value]) => [
      `resourceAttributes.${key}`,
      shown(value),
    ]),
    ["scope.name", span.scope],
  ].map(([key = "", value = ""]) => [
    key,
    expanded.includes(key) ? value : value.slice(0, SHOWN_CHARACTERS),
  ]);
  return {
    id: spanId,
    traceId,
    startTime: new Date(millisOf(startTimeUnixNano)).toISOString(),
    endTime: new Date(millisOf(endTimeUnixNano)).toISOString(),
    projectId: "test",
    parentObservationId: parentSpanId || null,
    type: "SPAN",
    ...(fields.includes("basic") && { name, statusMessage: span.status?.message ?? null }),
    ...(fields.includes("io") && { input: textOf(INPUTS), output: textOf(OUTPUTS) }),
    ...(fields.includes("metadata") && { metadata: Object.fromEntries(metadata) as object }),
  };
}

const millisOf = (nanos: string): number => Number(BigInt(nanos) / 1_000_000n);
