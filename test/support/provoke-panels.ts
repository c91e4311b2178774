import { setTimeout as sleep } from "node:timers/promises";
import { endpointsOf } from "../../cli/endpoints.ts";
import type { LiveStack } from "./live-stack.ts";
import { inference, span, spanId, traceId, traces } from "./traffic.ts";

/** More than the sampler keeps of one trace. */
const HUGE_TRACE_BYTES = 24_000_000;
/** More than one message to Jaeger may hold, and more spans than its queue. */
const LARGE_TRACE_BYTES = 16_000_000;
const SPAN_BYTES = 2_000;
const SPANS_PER_REQUEST = 1_000;

/** Brings about what no demo does: everything that a healthy stack's panels leave empty. */
export async function provokeTheRest(stack: LiveStack): Promise<void> {
  const url = `${endpointsOf(stack.plan).otlpHttpUrl}/v1/traces`;
  const send = async (...spans: Parameters<typeof traces>[0]) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(traces(spans)),
    });
    if (!response.ok) throw new Error(`spans were refused: ${await response.text()}`);
  };

  const late = traceId();
  await send(
    span({ traceId: late, name: "early" }),
    span({ attributes: inference({ "gen_ai.request.model": "unheard-of" }) }),
    linkWithContent(),
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
  await ofSize(LARGE_TRACE_BYTES);
  await send(...manyAgents());
  // Until the large one was decided and sent.
  await sleep(8_000);
  await stack.stop("jaeger");
  await ofSize(LARGE_TRACE_BYTES);
  await stack.stop("alertmanager");
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
