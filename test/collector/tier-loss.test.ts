import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { answer, arrivals, heldBy, load, scrape } from "../support/tier-load.ts";
import { startTiers } from "../support/tiers.ts";
import { span, traces } from "../support/traffic.ts";
import { startStore } from "../support/victoria-metrics.ts";

const SAMPLING = {
  ...TEST_COLLECTOR.sampling,
  decisionWaitSeconds: 3,
  decisionWaitAfterRootSeconds: 2,
};
/** A batch that comes between a look at a sampler, or its last scrape, and its end. */
const ONE_BATCH = 20;

interface Outcome {
  /** Traces, each of five spans in two requests. */
  readonly sent: number;
  readonly whole: number;
  readonly partly: number;
  readonly gone: number;
  readonly doubled: number;
  /** What the sampler had taken and not decided on, just before its end. */
  readonly held: number;
  /** What the recording rule says was lost. */
  readonly counted: number;
  /** What the other sampler took meanwhile. */
  readonly besideIt: number;
  /** Spans that the gateway gave up. */
  readonly failed: number;
}

/** One gateway under load; one of its two samplers ends and is started again three seconds later. */
async function outcomeOf(signal: "SIGKILL" | "SIGTERM"): Promise<Outcome> {
  const tiers = await startTiers({ gateways: 1, samplers: 2, change: { sampling: SAMPLING } });
  const [gateway] = tiers.gateways;
  const [victim, other] = tiers.samplers;
  const taken = async () => (await other?.own(SELF_METRICS.tracesReceived.prometheus)) ?? 0;
  const store = await startStore({});
  const stopScraping = scrape(tiers, store);
  // A life before: stores take a counter that falls by less than an eighth for jitter.
  const before = Array.from({ length: 2_000 }, () => span({ name: "agent.run" }));
  await gateway?.send("traces", traces(before));
  const { stop, sent } = load(tiers);
  await sleep(8_000);
  const held = await heldBy(victim);
  await victim?.end(signal);
  const takenBefore = await taken();
  await sleep(3_000);
  const besideIt = (await taken()) - takenBefore;
  await victim?.restart();
  await sleep(6_000);
  await stop();
  // Longer than every wait on the way: what is not there by now is lost.
  await sleep(8_000);
  await stopScraping();
  const counted = await answer(store, SELF_METRICS.samplingTracesLost.prometheus);
  const failed = (await gateway?.own("otelcol_exporter_send_failed_spans")) ?? 0;
  const arrived = arrivals(tiers, sent);
  await store.stop();
  await tiers.stop();
  const outcome = { sent: sent.length, ...arrived, held, counted, besideIt, failed };
  console.log(`${signal}: ${JSON.stringify(outcome)}`);
  return outcome;
}

describe("a sampler that is killed and restarted under load", () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await outcomeOf("SIGKILL");
  });

  test("no trace is doubled", () => {
    expect(outcome.doubled).toBe(0);
  });

  test("nothing is lost but what its memory held", () => {
    const { sent, gone, partly, held, failed } = outcome;
    expect(sent).toBeGreaterThan(300);
    expect(gone).toBeGreaterThan(0);
    expect(Math.abs(gone + partly - held)).toBeLessThanOrEqual(ONE_BATCH);
    expect(failed).toBe(0);
  });

  test("the loss is counted", () => {
    const { gone, partly, counted } = outcome;
    expect(Math.abs(gone + partly - counted)).toBeLessThanOrEqual(ONE_BATCH);
  });

  test("it holds back no trace of the other sampler", () => {
    expect(outcome.besideIt).toBeGreaterThan(ONE_BATCH);
  });
});

test("a sampler that is restarted gently loses and doubles nothing", async () => {
  const { sent, whole, doubled, held } = await outcomeOf("SIGTERM");
  expect(held).toBeGreaterThan(0);
  expect(whole).toBe(sent);
  expect(doubled).toBe(0);
});
