import type { Attributes } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { capture, signalOf } from "../../test/support/captures.ts";
import { readable } from "../../test/support/grpc.ts";
import { attributesOf, type OtlpSpan, type Traces } from "../../test/support/otlp.ts";
import { prose } from "./prose.ts";

/** Captures whose spans the load is made of, one per family of SDKs. */
const SOURCES = [
  "langgraph-openlit-nocontent",
  "langgraph-openllmetry",
  "langgraph-otel-genai",
  "openinference-openai-genai",
  "pydantic-ai",
  "vercel-ai7",
] as const;
export const SOURCE_COUNT = SOURCES.length;
/** A run, three calls, two tools and three spans that have nothing to do with GenAI. */
export const SPANS_PER_RUN = 9;
const CHATS = 3;
const TOOLS = 2;

/** Keys of texts that SDKs send along with a call; numbers under such keys are counts and stay. */
const CONTENT =
  /messages|system_instructions|definitions|arguments|[.]result$|json_schema|parameters|entity[.](input|output)|(in|out)put[.]value|prompt|completion|logfire|final_result/;

type Scope = ReadableSpan["instrumentationScope"];
interface Template {
  readonly span: OtlpSpan;
  readonly scope: Scope;
  readonly plain: Attributes;
}
interface Source {
  readonly resource: ReadableSpan["resource"];
  readonly run: Template;
  readonly chats: readonly Template[];
  readonly tools: readonly Template[];
  /** Where the family keeps the question and the answer. */
  readonly contentKeys: readonly [input: string, output: string];
}

export interface RunOptions {
  readonly source: number;
  readonly traceId: string;
  readonly contentBytes: number;
  /** One of its tools fails, so that the sampler keeps the run. */
  readonly failed: boolean;
}

/** One agent run as a family of SDKs writes it, with the plain spans that stand around it. */
export function agentRun({ source, traceId, contentBytes, failed }: RunOptions): ReadableSpan[] {
  const { resource, run, chats, tools, contentKeys } = sourceAt(source);
  let made = 0;
  const make = ({ span, scope, plain }: Template, own: Attributes = {}, code = 0): ReadableSpan => {
    made += 1;
    // Captures are of different days: a trace of them would be a slow one.
    const took = BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano);
    const changed = {
      ...span,
      traceId,
      spanId: made.toString(16).padStart(16, "0"),
      parentSpanId: made === 1 ? "" : "0000000000000001",
      startTimeUnixNano: String(BEGIN),
      endTimeUnixNano: String(BEGIN + took),
      status: { code },
    };
    return readable(changed, scope, resource, { ...plain, ...own });
  };
  const content = (): Attributes => {
    if (contentBytes === 0) return {};
    const [input, output] = contentKeys;
    const answer = Math.round(contentBytes / 4);
    return { [input]: prose(contentBytes - answer), [output]: prose(answer) };
  };
  return [
    make(run, { "agent.iterations": CHATS }),
    ...take(chats, CHATS).map((chat) => make(chat, content())),
    ...take(tools, TOOLS).map((tool, index) => make(tool, {}, failed && index === 0 ? 2 : 0)),
    ...PLAIN.map((plain) => make(plain)),
  ];
}

const sources = new Map<string, Source>();
function sourceAt(index: number): Source {
  const name = SOURCES[index % SOURCES.length] ?? SOURCES[0];
  const known = sources.get(name) ?? read(name);
  sources.set(name, known);
  return known;
}

function read(name: string): Source {
  const all = capture(name)
    .requests.filter(({ path }) => signalOf(path) === "traces")
    .flatMap(({ body }) => (body as Traces).resourceSpans);
  const templates = all.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans
        .filter(({ status }) => status?.code !== 2)
        .map((span) => ({ span, scope: { name: scope?.name ?? "" }, plain: withoutContent(span) })),
    ),
  );
  const doing = (operation: string): Template[] =>
    templates.filter(({ plain }) => plain["gen_ai.operation.name"] === operation);
  const [run = MANUAL_RUN] = doing("invoke_agent");
  const tools = doing("execute_tool");
  return {
    resource: resourceFromAttributes(attributesOf(all[0]?.resource?.attributes) as Attributes),
    run,
    chats: doing("chat"),
    tools: tools.length > 0 ? tools : [MANUAL_TOOL],
    contentKeys: name.startsWith("openinference")
      ? ["input.value", "output.value"]
      : ["gen_ai.input.messages", "gen_ai.output.messages"],
  };
}

const withoutContent = ({ attributes }: OtlpSpan): Attributes =>
  Object.fromEntries(
    Object.entries(attributesOf(attributes) as Attributes).filter(
      ([key, value]) => typeof value !== "string" || !CONTENT.test(key),
    ),
  );

const take = <T>(from: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, index) => from[index % from.length]).filter(
    (one): one is T => one !== undefined,
  );

const MILLISECOND = 1_000_000n;
const BEGIN = 1_795_407_000_000_000_000n;
function template(name: string, scope: string, kind: number, plain: Attributes): Template {
  const span = {
    traceId: "",
    spanId: "",
    name,
    kind,
    startTimeUnixNano: String(BEGIN),
    endTimeUnixNano: String(BEGIN + 30n * MILLISECOND),
  };
  return { span, scope: { name: scope }, plain };
}

const MANUAL_RUN = template("agent.run", "app", 1, { "agent.name": "planner" });
const MANUAL_TOOL = template("agent.tool_call", "app", 1, { "tool.name": "get_weather" });
const PLAIN: readonly Template[] = [
  template("GET", "opentelemetry.instrumentation.httpx", 3, {
    "http.request.method": "GET",
    "url.full": "https://weather.example/v1/cities/paris?units=metric",
    "server.address": "weather.example",
    "server.port": 443,
    "http.response.status_code": 200,
    "network.protocol.version": "1.1",
  }),
  template("SELECT shop.orders", "opentelemetry.instrumentation.psycopg", 3, {
    "db.system.name": "postgresql",
    "db.namespace": "shop",
    "db.query.text":
      "SELECT id, state, total FROM orders WHERE customer = $1 ORDER BY created LIMIT 20",
    "server.address": "db.example",
    "server.port": 5432,
  }),
  template("GET", "opentelemetry.instrumentation.redis", 3, {
    "db.system.name": "redis",
    "db.query.text": "GET ?",
    "server.address": "cache.example",
    "server.port": 6379,
  }),
];
