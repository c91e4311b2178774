import { createServer, type ServerHttp2Session } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import { endpointsOf } from "../../cli/endpoints.ts";
import type { LiveStack } from "./live-stack.ts";
import { LOOPBACK } from "./ports.ts";
import { inference, span, spanId, traceId, traces } from "./traffic.ts";
import { postOtlp } from "./post-otlp.ts";

/** More than the sampler keeps of one trace. */
const HUGE_TRACE_BYTES = 24_000_000;
const LARGE_TRACE_BYTES = 6_000_000;
const SPAN_BYTES = 2_000;
const SPANS_PER_REQUEST = 1_000;

type Spans = Parameters<typeof traces>[0];

async function sendTo(stack: LiveStack, spans: Spans): Promise<void> {
  const url = `${endpointsOf(stack.plan).otlpHttpUrl}/v1/traces`;
  const { status, text } = await postOtlp(url, traces(spans));
  if (status !== 200) throw new Error(`spans were refused: ${text}`);
}

/** An agent that goes on working, however long the tests take. Returns what ends it. */
export function keepWorking(stack: LiveStack): () => void {
  const work = () =>
    void sendTo(stack, [span({ attributes: inference({ "gen_ai.agent.name": "steady" }) })]);
  const timer = setInterval(work, 5_000);
  return () => {
    clearInterval(timer);
  };
}

/** Brings about what no demo does: everything that a healthy stack's panels leave empty. */
export async function provokeTheRest(stack: LiveStack): Promise<void> {
  const send = (...spans: Spans) => sendTo(stack, spans);
  const late = traceId();
  await send(
    span({ traceId: late, name: "early" }),
    span({ attributes: inference({ "gen_ai.request.model": "unheard-of" }) }),
    linkWithContent(),
    span({ name: "Please, what is the weather?", attributes: inference() }),
  );
  // Longer than the sampler waits for a trace.
  await sleep(5_000);
  await send(span({ traceId: late, name: "late" }));
  const ofSize = async (bytes: number) => {
    const trace = traceId();
    for (let sent = 0; sent < bytes; sent += SPANS_PER_REQUEST * SPAN_BYTES)
      await send(...spansOf(trace));
  };
  await ofSize(HUGE_TRACE_BYTES);
  await send(...manyAgents());
  await stack.stop("jaeger");
  const refusing = await refuseEverything(stack.plan.addresses.jaeger?.otlpGrpc.port ?? 0);
  await ofSize(SPANS_PER_REQUEST * SPAN_BYTES);
  // Until it was decided, sent and refused.
  await sleep(8_000);
  await refusing.stop();
  // With nobody there, more than the queue holds.
  for (let large = 0; large < 3; large += 1) await ofSize(LARGE_TRACE_BYTES);
  await stack.stop("alertmanager");
}

/** A trace store that takes nothing: gRPC status 3, which no retry makes better. */
async function refuseEverything(port: number): Promise<{ stop(): Promise<void> }> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on("session", (session) => sessions.add(session));
  server.on("stream", (stream) => {
    const headers = { ":status": 200, "content-type": "application/grpc", "grpc-status": "3" };
    stream.respond(headers, { endStream: true });
    stream.resume();
  });
  await new Promise<void>((resolve) => server.listen(port, LOOPBACK, resolve));
  return {
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}

function linkWithContent() {
  const link = {
    traceId: traceId(),
    spanId: spanId(),
    attributes: [{ key: "gen_ai.input.messages", value: { stringValue: "a question" } }],
  };
  return span({ attributes: inference(), links: [link] });
}

function spansOf(trace: string) {
  return Array.from({ length: SPANS_PER_REQUEST }, () =>
    span({ traceId: trace, attributes: { text: "x".repeat(SPAN_BYTES) } }),
  );
}

/** Agents whose names nothing folds into one. */
function manyAgents() {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  const names = letters.flatMap((a) => letters.map((b) => `agent-${a}${b}`));
  return names.map((name) => span({ attributes: inference({ "gen_ai.agent.name": name }) }));
}
