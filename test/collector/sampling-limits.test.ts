import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually } from "../support/metrics.ts";
import type { OtlpSpan } from "../support/otlp.ts";
import { spansOf } from "../support/spans.ts";
import { sumOf } from "../support/tiers.ts";
import { span, type SpanOptions, spanId, traceId, traces } from "../support/traffic.ts";

const SAMPLING = { ...TEST_COLLECTOR.sampling, baselinePercent: 0 };
const FAILED = { status: { code: 2 } };

/** A run's root, and any number of its children. */
const root = (trace: string, more: SpanOptions = {}): OtlpSpan =>
  span({ name: "agent.run", traceId: trace, ...more });
const child = (trace: string, more: SpanOptions = {}): OtlpSpan =>
  span({ name: "step", traceId: trace, parentSpanId: spanId(), ...more });
const childrenOf = (trace: string, count: number): OtlpSpan[] =>
  Array.from({ length: count }, () => child(trace));

const sizeOf = (collector: RunningCollector, trace: string): number =>
  spansOf(collector.traces()).filter((seen) => seen.traceId === trace).length;

async function own(collector: RunningCollector, metric: string): Promise<number> {
  return sumOf(await collector.ownMetrics(), metric);
}

/** Asks for one of the collector's own metrics until it is there, at most 20 seconds. */
async function counted(collector: RunningCollector, metric: string, least: number) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await own(collector, metric)) >= least) break;
    await sleep(200);
  }
  return own(collector, metric);
}

describe("late spans", () => {
  test("an error that comes after the root, within the wait, keeps the whole trace", async () => {
    const sampling = { ...SAMPLING, decisionWaitSeconds: 20, decisionWaitAfterRootSeconds: 4 };
    const collector = await startCollector({ sampling });
    const [late, dropped] = [traceId(), traceId()];
    await collector.send(
      "traces",
      traces([child(late), root(late), child(dropped), root(dropped)]),
    );
    await sleep(2_000);
    await collector.send("traces", traces([child(late, FAILED)]));
    expect(
      await eventually(
        () => sizeOf(collector, late),
        (size) => size === 3,
      ),
    ).toBe(3);
    expect(sizeOf(collector, dropped)).toBe(0);
    await collector.stop();
  });

  test("what comes after the decision follows it, a late error too", async () => {
    const collector = await startCollector({ sampling: SAMPLING });
    const [kept, dropped, probe] = [traceId(), traceId(), traceId()];
    await collector.send("traces", traces([root(kept, FAILED), root(dropped)]));
    expect(
      await eventually(
        () => sizeOf(collector, kept),
        (size) => size === 1,
      ),
    ).toBe(1);
    await collector.send("traces", traces([child(kept), child(dropped), child(dropped, FAILED)]));
    await collector.send("traces", traces([root(probe, FAILED)]));
    expect(
      await eventually(
        () => sizeOf(collector, probe),
        (size) => size === 1,
      ),
    ).toBe(1);
    expect(sizeOf(collector, kept)).toBe(2);
    expect(sizeOf(collector, dropped)).toBe(0);
    expect(await counted(collector, SELF_METRICS.spansAfterDecision.prometheus, 3)).toBe(3);
    await collector.stop();
  });
});

describe("a trace of 10,000 spans", () => {
  const send = async (collector: RunningCollector) => {
    const big = traceId();
    const small = Array.from({ length: 200 }, traceId);
    for (let part = 0; part < 20; part++) {
      const beside = small.slice(10 * part, 10 * part + 10);
      const spans = [...childrenOf(big, 500), ...beside.map((trace) => root(trace, FAILED))];
      expect(await collector.send("traces", traces(spans))).toBe(200);
    }
    return { big, small };
  };
  const arrived = (collector: RunningCollector, wanted: readonly string[]) => {
    const seen = new Set(spansOf(collector.traces()).map((one) => one.traceId));
    return wanted.filter((trace) => seen.has(trace)).length;
  };

  test("is kept whole, and starves none of the traces beside it", async () => {
    const collector = await startCollector({ sampling: { ...SAMPLING, baselinePercent: 100 } });
    const { big, small } = await send(collector);
    const size = await eventually(
      () => sizeOf(collector, big),
      (seen) => seen >= 10_000,
      40,
    );
    expect(size).toBe(10_000);
    expect(arrived(collector, small)).toBe(200);
    expect(await own(collector, SELF_METRICS.spansRefused.prometheus)).toBe(0);
    await collector.stop();
  });

  test("is dropped and counted where it is over the largest size, and nothing else is", async () => {
    const sampling = { ...SAMPLING, baselinePercent: 100, largestTraceBytes: 100_000 };
    const collector = await startCollector({ sampling });
    const { big, small } = await send(collector);
    const seen = await eventually(
      () => arrived(collector, small),
      (count) => count === 200,
    );
    expect(seen).toBe(200);
    expect(sizeOf(collector, big)).toBe(0);
    expect(await counted(collector, SELF_METRICS.tracesTooLarge.prometheus, 1)).toBe(1);
    await collector.stop();
  });
});

test("more traces than the buffer holds push out the oldest, and each is counted", async () => {
  const sampling = { ...SAMPLING, baselinePercent: 100, maxTraces: 100, decisionWaitSeconds: 4 };
  const collector = await startCollector({
    sampling: { ...sampling, decisionWaitAfterRootSeconds: 4 },
  });
  const sent = Array.from({ length: 250 }, traceId);
  for (const trace of sent) expect(await collector.send("traces", traces([root(trace)]))).toBe(200);
  const kept = await eventually(
    () => new Set(spansOf(collector.traces()).map((one) => one.traceId)),
    (seen) => seen.size >= 100,
  );
  expect([...kept].sort()).toEqual(sent.slice(-100).sort());
  expect(await counted(collector, SELF_METRICS.tracesDroppedEarly.prometheus, 150)).toBe(150);
  await collector.stop();
});
