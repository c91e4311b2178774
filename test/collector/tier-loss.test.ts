import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { spansOf } from "../support/spans.ts";
import { answer, heldBy, load, scrape, SPANS_PER_TRACE } from "../support/tier-load.ts";
import { startTiers } from "../support/tiers.ts";
import { span, traces } from "../support/traffic.ts";
import { startStore } from "../support/victoria-metrics.ts";

const SAMPLING = { ...TEST_COLLECTOR.sampling, decisionWaitSeconds: 3 };

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
