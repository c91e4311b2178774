import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RECORDINGS } from "../../alerts/recordings.ts";
import { queryText } from "../../components/core/promql-text.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually, labelValues, latest, total } from "../support/metrics.ts";
import { spansOf } from "../support/spans.ts";
import { type Replica, type RunningTiers, startTiers } from "../support/tiers.ts";
import { inference, span, spanId, traceId, traces } from "../support/traffic.ts";
import { startStore, type Store } from "../support/victoria-metrics.ts";

const SAMPLING = { ...TEST_COLLECTOR.sampling, decisionWaitSeconds: 3 };
const SPANS_PER_TRACE = 5;

/** A run and its calls, in two halves: they reach the gateway in requests of their own. */
function halves(trace: string) {
  const call = () =>
    span({
      traceId: trace,
      parentSpanId: spanId(),
      attributes: inference({ "service.name": "x" }),
    });
  return [
    [call(), call()],
    [call(), call(), span({ name: "agent.run", traceId: trace })],
  ] as const;
}

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

describe("a sampler that is killed and restarted under load", () => {
  const outcome = { sent: 0, whole: 0, partly: 0, gone: 0, doubled: 0, held: 0, counted: 0 };
  let failed = 0;

  beforeAll(async () => {
    const tiers = await startTiers({
      gateways: 1,
      samplers: 2,
      change: { sampling: { ...SAMPLING, decisionWaitAfterRootSeconds: 2 } },
    });
    const store = await startStore({});
    const stopScraping = scrape(tiers, store);
    // A life before: stores take a counter that falls by less than an eighth for jitter.
    const before = Array.from({ length: 2_000 }, () => span({ name: "agent.run" }));
    await tiers.gateways[0]?.send("traces", traces(before));
    const { stop, sent } = load(tiers);
    await sleep(8_000);
    const [victim] = tiers.samplers;
    outcome.held = await heldBy(victim);
    await victim?.end("SIGKILL");
    await sleep(3_000);
    await victim?.restart();
    await sleep(6_000);
    await stop();
    // Longer than every wait on the way: what is not there by now is lost.
    await sleep(8_000);
    await stopScraping();
    const sizes = Map.groupBy(spansOf(tiers.traces()), (one) => one.traceId);
    outcome.sent = sent.length;
    for (const trace of sent) {
      const spans = sizes.get(trace) ?? [];
      const distinct = new Set(spans.map((one) => one.spanId)).size;
      if (distinct < spans.length) outcome.doubled += 1;
      if (distinct === SPANS_PER_TRACE) outcome.whole += 1;
      else if (distinct === 0) outcome.gone += 1;
      else outcome.partly += 1;
    }
    expect(before.every((one) => sizes.get(one.traceId)?.length === 1)).toBe(true);
    outcome.counted = await answer(store, SELF_METRICS.samplingTracesLost.prometheus);
    failed = (await tiers.gateways[0]?.own("otelcol_exporter_send_failed_spans")) ?? 0;
    console.log(JSON.stringify({ ...outcome, failed }));
    await store.stop();
    await tiers.stop();
  }, 110_000);

  test("no trace is doubled", () => {
    expect(outcome.doubled).toBe(0);
  });

  test("nothing is lost but what its memory held", () => {
    expect(outcome.sent).toBeGreaterThan(300);
    const lost = outcome.gone + outcome.partly;
    expect(lost).toBeGreaterThan(0);
    // A batch may come between the look at its memory and the kill.
    expect(Math.abs(lost - outcome.held)).toBeLessThanOrEqual(20);
    expect(failed).toBe(0);
  });

  test("the loss is counted, to within what came after the last scrape", () => {
    const lost = outcome.gone + outcome.partly;
    expect(Math.abs(outcome.counted - lost)).toBeLessThanOrEqual(20);
  });
});

/** Traces that a sampler has taken and not decided on. */
async function heldBy(sampler: Replica | undefined): Promise<number> {
  const received = (await sampler?.own(SELF_METRICS.tracesReceived.prometheus)) ?? 0;
  return received - ((await sampler?.own(SELF_METRICS.tracesSampled.prometheus)) ?? 0);
}

/** Sends a few traces every 100 ms, each in two requests, until it is stopped. */
function load(tiers: RunningTiers) {
  const sent: string[] = [];
  let going = true;
  const send = async (): Promise<void> => {
    let pending: ReturnType<typeof halves>[1][] = [];
    while (going) {
      const runs = Array.from({ length: 4 }, traceId);
      const parts = runs.map(halves);
      const spans = [...parts.flatMap(([one]) => one), ...pending.flat()];
      await tiers.gateways[0]?.send("traces", traces(spans));
      sent.push(...runs);
      pending = parts.map(([, two]) => two);
      await sleep(100);
    }
    await tiers.gateways[0]?.send("traces", traces(pending.flat()));
  };
  const sending = send();
  const stop = async (): Promise<void> => {
    going = false;
    await sending;
  };
  return { sent, stop };
}

/** Scrapes the samplers as the stack's store would, more often. */
function scrape(tiers: RunningTiers, store: Store) {
  const { tracesReceived, tracesDecided, tracesDroppedEarly, tracesTooLarge } = SELF_METRICS;
  const names = [tracesReceived, tracesDecided, tracesDroppedEarly, tracesTooLarge];
  let going = true;
  const one = async (ordinal: number): Promise<string[]> => {
    const sampler = tiers.samplers[ordinal];
    const read = names.map(async ({ prometheus }) => {
      const value = (await sampler?.own(prometheus)) ?? 0;
      return value > 0
        ? [`${prometheus}{instance="sampler-${ordinal}"} ${value} ${Date.now()}`]
        : [];
    });
    // One that is down has no sample, like at a real scrape.
    return Promise.all(read).then(
      (lines) => lines.flat(),
      () => [],
    );
  };
  const run = async (): Promise<void> => {
    while (going) {
      const lines = await Promise.all([one(0), one(1)]);
      if (lines.flat().length > 0) await store.write(lines.flat());
      await sleep(200);
    }
  };
  const running = run();
  return async (): Promise<void> => {
    going = false;
    await running;
  };
}

/** What a recording rule gives now, over all instances. */
async function answer(store: Store, record: string): Promise<number> {
  const rule = RECORDINGS.find((recording) => recording.record === record);
  if (!rule) throw new Error(`no recording ${record}`);
  const query = queryText(rule.query, { dialect: "victoriametrics" });
  const { data } = (await store.get("/api/v1/query", { query })) as {
    data: { result: { value: [number, string] }[] };
  };
  return data.result.reduce((sum, { value }) => sum + Number(value[1]), 0);
}
