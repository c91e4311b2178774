import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually, labelValues, latest, total } from "../support/metrics.ts";
import { spansOf } from "../support/spans.ts";
import { halves, SPANS_PER_TRACE } from "../support/tier-load.ts";
import { type RunningTiers, startTiers } from "../support/tiers.ts";
import { span, spanId, traceId, traces } from "../support/traffic.ts";

const SAMPLING = { ...TEST_COLLECTOR.sampling, decisionWaitSeconds: 3 };
describe("two gateways and two samplers", () => {
  let tiers: RunningTiers;
  const sent: string[] = [];

  beforeAll(async () => {
    const sampling = { ...SAMPLING, decisionWaitAfterRootSeconds: 2 };
    tiers = await startTiers({ gateways: 2, samplers: 2, change: { sampling } });
    const [first, second] = tiers.gateways;
    for (let round = 0; round < 10; round++) {
      const runs = Array.from({ length: 10 }, traceId);
      sent.push(...runs);
      const parts = runs.map(halves);
      // The halves of every trace go to different gateways, and must meet in one sampler.
      await first?.send("traces", traces(parts.flatMap(([one]) => one)));
      await second?.send("traces", traces(parts.flatMap(([, two]) => two)));
    }
    await eventually(
      () => spansOf(tiers.traces()).length,
      (count) => count >= sent.length * SPANS_PER_TRACE,
      30,
    );
    await eventually(
      () => total(latest(tiers.metrics()), "agent.spans"),
      (count) => count >= sent.length * SPANS_PER_TRACE,
    );
  });
  afterAll(() => tiers.stop());

  test("every trace arrives whole and once, although its spans came by both gateways", () => {
    const seen = spansOf(tiers.traces());
    expect(seen).toHaveLength(sent.length * SPANS_PER_TRACE);
    expect(new Set(seen.map((one) => one.spanId)).size).toBe(sent.length * SPANS_PER_TRACE);
    expect(new Set(seen.map((one) => one.traceId))).toEqual(new Set(sent));
  });

  test("each trace was decided on once, by one of the two", async () => {
    const decided = await Promise.all(
      tiers.samplers.map((sampler) => sampler.own(SELF_METRICS.tracesSampled.prometheus)),
    );
    expect(decided.every((count) => count > 0)).toBe(true);
    expect(decided.reduce((sum, count) => sum + count, 0)).toBe(sent.length);
  });

  test("the gateways do not overwrite each other's counters", () => {
    const series = latest(tiers.metrics());
    expect(labelValues(series, "agent.spans", "gateway")).toEqual(["gateway-0", "gateway-1"]);
    expect(total(series, "agent.spans", { gateway: "gateway-0" })).toBe(2 * sent.length);
    expect(total(series, "agent.spans", { gateway: "gateway-1" })).toBe(3 * sent.length);
    expect(total(series, "agent.runs")).toBe(sent.length);
  });

  test("no note of the pipeline is left on what arrives", () => {
    for (const { plain } of spansOf(tiers.traces()))
      expect(Object.keys(plain).filter((key) => key.startsWith("agentobs."))).toEqual([]);
  });

  test("samplers count no span again", () => {
    expect(labelValues(latest(tiers.metrics()), "agent.spans", "gateway")).not.toContain(
      "sampler-0",
    );
  });
});

test("late spans follow the decision across both tiers", async () => {
  const sampling = { ...SAMPLING, baselinePercent: 0, decisionWaitAfterRootSeconds: 1 };
  const tiers = await startTiers({ gateways: 1, samplers: 2, change: { sampling } });
  const [gateway] = tiers.gateways;
  const [kept, dropped, probe] = [traceId(), traceId(), traceId()];
  const sizeOf = (trace: string) =>
    spansOf(tiers.traces()).filter((one) => one.traceId === trace).length;
  const root = (trace: string, code: number) =>
    span({ name: "agent.run", traceId: trace, status: { code } });
  const late = (trace: string, code: number) =>
    span({ traceId: trace, parentSpanId: spanId(), status: { code } });
  await gateway?.send("traces", traces([root(kept, 2), root(dropped, 1)]));
  expect(
    await eventually(
      () => sizeOf(kept),
      (size) => size === 1,
    ),
  ).toBe(1);
  await sleep(2_000);
  await gateway?.send("traces", traces([late(kept, 1), late(dropped, 2), root(probe, 2)]));
  expect(
    await eventually(
      () => sizeOf(probe),
      (size) => size === 1,
    ),
  ).toBe(1);
  expect(sizeOf(kept)).toBe(2);
  expect(sizeOf(dropped)).toBe(0);
  await tiers.stop();
});
