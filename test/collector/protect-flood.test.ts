import { afterAll, beforeAll, expect, test } from "vitest";
import { parseSamples, snapshotOf } from "../../cli/verify/collector.ts";
import { exportAs, GRPC, sdkSpans } from "../support/agent-client.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { spansOf } from "../support/spans.ts";
import { inference, span, spanId, traceId, traces } from "../support/traffic.ts";

/** Of a small stack: soon full. */
const MEMORY_LIMIT_MIB = 200;
const FLOOD_SECONDS = 20;
const SPANS_PER_REQUEST = 250;
const BYTES_PER_SPAN = 4_000;
const HTTP_CLIENTS = 6;
const PATIENT_SPANS = 10;
/** Longer than the flood: nothing leaves the buffer before it is full. */
const DECISION_WAIT_SECONDS = 30;

let collector: RunningCollector;
beforeAll(async () => {
  collector = await startCollector({
    memoryLimitMiB: MEMORY_LIMIT_MIB,
    sampling: {
      ...TEST_COLLECTOR.sampling,
      decisionWaitSeconds: DECISION_WAIT_SECONDS,
      decisionWaitAfterRootSeconds: DECISION_WAIT_SECONDS,
      maxTraces: 1_000_000,
    },
  });
});
afterAll(() => collector.stop());

/** A request whose ids are new each time, made fast: the flood is to be the collector's work. */
function requests(agent: string): () => string {
  const attributes = {
    ...inference({ "gen_ai.agent.name": agent }),
    "app.note": "n".repeat(BYTES_PER_SPAN),
  };
  const ids = { traceId: "TRACE", spanId: "SPAN" };
  const spans = Array.from({ length: SPANS_PER_REQUEST }, () => span({ ...ids, attributes }));
  const template = JSON.stringify(traces(spans));
  return () => template.replaceAll("TRACE", traceId).replaceAll("SPAN", spanId);
}

interface Answers {
  accepted: number;
  readonly statuses: Set<number>;
  /** As the refusals had it. */
  readonly retryAfter: Set<string | null>;
}

async function floodHttp(until: number, answers: Answers): Promise<void> {
  const url = `http://${collector.address("otlpHttp")}/v1/traces`;
  const headers = { "content-type": "application/json" };
  const next = requests("flood");
  while (performance.now() < until) {
    const response = await fetch(url, { method: "POST", headers, body: next() });
    await response.arrayBuffer();
    answers.statuses.add(response.status);
    if (response.ok) answers.accepted += SPANS_PER_REQUEST;
    else answers.retryAfter.add(response.headers.get("retry-after"));
  }
}

async function floodGrpc(until: number, answers: Answers): Promise<Set<number | undefined>> {
  const url = `http://${collector.address("otlpGrpc")}`;
  const codes = new Set<number | undefined>();
  const note = { note: "n".repeat(BYTES_PER_SPAN) };
  while (performance.now() < until) {
    const options = { protocol: "grpc", url, timeoutMillis: 30_000 } as const;
    const { delivered, code } = await exportAs(options, sdkSpans("flood", 100, note));
    if (delivered) answers.accepted += 100;
    else codes.add(code);
  }
  return codes;
}

/** Spans that the receivers were not allowed to take. */
const refused = async () =>
  snapshotOf(parseSamples(await collector.ownMetrics()), Date.now()).refused;

/** The official exporter over HTTP, which tries again for four seconds. */
const patientExport = () =>
  exportAs(
    {
      protocol: "http/protobuf",
      url: `http://${collector.address("otlpHttp")}`,
      timeoutMillis: 4_000,
    },
    sdkSpans("patient", PATIENT_SPANS),
  );

/** The highest value of each counter: batches that were retried arrive in any order. */
function counted(agent: string): number {
  const highest = new Map<string, number>();
  for (const batch of collector.metrics())
    for (const [series, value] of latest([batch]))
      highest.set(series, Math.max(value, highest.get(series) ?? 0));
  return total(highest, "agent.spans", { "gen_ai.agent.name": agent });
}

const countedAtLast = (agent: string, count: number) =>
  eventually(
    () => counted(agent),
    (seen) => seen >= count,
    60,
  );

test("a flood is refused with statuses that clients retry, memory stays below the limit, and what was accepted is counted exactly", async () => {
  await collector.destinationsDown();
  let peakMiB = 0;
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, collector.residentMiB());
  }, 20);
  const answers: Answers = {
    accepted: 0,
    statuses: new Set(),
    retryAfter: new Set(),
  };
  const end = performance.now() + FLOOD_SECONDS * 1000;
  const http = Array.from({ length: HTTP_CLIENTS }, () => floodHttp(end, answers));
  const codes = await floodGrpc(end, answers);
  await Promise.all(http);
  // The buffer is still full: the SDK is refused, and tries again a second later.
  const before = await refused();
  const { delivered } = await patientExport();
  const attempts = ((await refused()) - before) / PATIENT_SPANS + (delivered ? 1 : 0);
  clearInterval(watch);

  // The collector names no time to wait, so clients take their own.
  expect([...answers.statuses].sort()).toEqual([200, 503]);
  expect([...answers.retryAfter]).toEqual([null]);
  expect([...codes]).toEqual([GRPC.unavailable]);
  expect(attempts).toBeGreaterThan(1);
  expect(peakMiB).toBeGreaterThan(MEMORY_LIMIT_MIB / 2);
  expect(peakMiB).toBeLessThan(collector.memoryMiB);
  expect(collector.logs()).not.toMatch(/panic|fatal error/i);

  await collector.destinationsUp();
  expect(await countedAtLast("flood", answers.accepted)).toBe(answers.accepted);
});

test("after the flood it works as before", async () => {
  const body = traces(
    Array.from({ length: 50 }, () =>
      span({ name: "after", attributes: inference({ "gen_ai.agent.name": "after" }) }),
    ),
  );
  await expect.poll(() => collector.send("traces", body), { timeout: 60_000 }).toBe(200);
  expect(await countedAtLast("after", 50)).toBe(50);
  const arrived = await eventually(
    () => spansOf(collector.traces()).filter(({ name }) => name === "after"),
    (seen) => seen.length >= 50,
    // Behind what the flood left to decide on and to send.
    120,
  );
  expect(arrived).toHaveLength(50);
}, 300_000);
