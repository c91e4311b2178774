import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { arrivals, heldBy, load, SPANS_PER_TRACE } from "../support/tier-load.ts";
import { startTiers, TEST_TIERS } from "../support/tiers.ts";

const WAIT_SECONDS = 3;
const sampling = {
  ...TEST_COLLECTOR.sampling,
  decisionWaitSeconds: WAIT_SECONDS,
  decisionWaitAfterRootSeconds: 2,
};
const QUEUED = "otelcol_exporter_queue_size";

/** Two gateways under load and three samplers, of which the last one ends for good. */
async function thirdSamplerGoes({ drained }: { drained: boolean }) {
  const tiers = await startTiers({ gateways: 2, samplers: 3, change: { sampling } });
  const third = tiers.samplers[2];
  const taken = async () => (await third?.own(SELF_METRICS.tracesReceived.prometheus)) ?? 0;
  const { stop, sent } = load(tiers);
  await sleep(5_000);
  if (drained) {
    await tiers.rollGateways({ tiers: { ...TEST_TIERS, draining: 1 } });
    await sleep((WAIT_SECONDS + 2) * 1_000);
  }
  const atRest = { held: await heldBy(third), queued: (await third?.own(QUEUED)) ?? 0 };
  const before = await taken();
  await sleep(2_000);
  const takenAtTheEnd = (await taken()) - before;
  await third?.end("SIGTERM");
  await sleep(3_000);
  await stop();
  await sleep((WAIT_SECONDS + 5) * 1_000);
  const arrived = arrivals(tiers, sent);
  await tiers.stop();
  const outcome = { sent: sent.length, ...arrived, ...atRest, before, takenAtTheEnd };
  console.log(`${drained ? "drained" : "not drained"}: ${JSON.stringify(outcome)}`);
  return outcome;
}

describe("a sampler that is taken away", () => {
  test("takes nothing more once it is drained; then nothing is lost and nothing doubled", async () => {
    const outcome = await thirdSamplerGoes({ drained: true });
    expect(outcome.before).toBeGreaterThan(20);
    expect(outcome).toMatchObject({ takenAtTheEnd: 0, held: 0, queued: 0 });
    expect(outcome).toMatchObject({ whole: outcome.sent, doubled: 0 });
  });

  test("without that, what gateways still route to it does not arrive", async () => {
    const outcome = await thirdSamplerGoes({ drained: false });
    expect(outcome.takenAtTheEnd).toBeGreaterThan(0);
    expect(outcome.gone + outcome.partly).toBeGreaterThan(0);
  });
});

test("a gateway that is taken away loses nothing: what it has not sent on waits on its volume", async () => {
  const tiers = await startTiers({ gateways: 2, samplers: 2, change: { sampling } });
  const { stop, sent } = load(tiers);
  await sleep(4_000);
  await tiers.gateways[0]?.end("SIGTERM");
  await sleep(3_000);
  await stop();
  await sleep((WAIT_SECONDS + 3) * 1_000);
  const spans = sent.length * SPANS_PER_TRACE;
  const counted = (): number => total(latest(tiers.metrics()), "agent.spans");
  const meanwhile = counted();
  await tiers.gateways[0]?.restart();
  const afterwards = await eventually(counted, (count) => count >= spans, 10);
  const arrived = arrivals(tiers, sent);
  await tiers.stop();
  console.log(JSON.stringify({ spans, meanwhile, afterwards, ...arrived }));
  expect(arrived).toMatchObject({ whole: sent.length, doubled: 0 });
  expect(afterwards).toBe(spans);
});
