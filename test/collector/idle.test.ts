import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { span, traces } from "../support/traffic.ts";

/** The processor looks for idle series once a minute. */
const IDLE_MS = 65_000;

async function countAfterOneMore(collector: RunningCollector, expected: number): Promise<number> {
  const before = collector.metrics().length;
  expect(await collector.send("traces", traces([span({ name: "agent.run" })]))).toBe(200);
  return eventually(
    () => total(latest(collector.metrics().slice(before)), "agent.runs"),
    (count) => count === expected,
    10,
  );
}

test("an idle counter goes on from where it was; with a shorter memory it would begin anew", async () => {
  const forgetful = (yaml: string): string => {
    expect(yaml).toContain("max_stale: 24h");
    return yaml.replaceAll("max_stale: 24h", "max_stale: 2s");
  };
  const product = await startCollector();
  const shortened = await startCollector({}, undefined, {}, forgetful);
  for (const collector of [product, shortened])
    expect(await countAfterOneMore(collector, 1)).toBe(1);
  await sleep(IDLE_MS);
  expect(await countAfterOneMore(product, 2)).toBe(2);
  expect(await countAfterOneMore(shortened, 1)).toBe(1);
  await product.stop();
  await shortened.stop();
});
