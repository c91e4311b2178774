import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually } from "../support/metrics.ts";
import { spansOf } from "../support/spans.ts";
import { inference, span, traces } from "../support/traffic.ts";

const calls = (count: number) =>
  traces(Array.from({ length: count }, () => span({ attributes: inference() })));

/** Items in the queue of an exporter, as the collector reports them. */
async function queued(collector: RunningCollector, exporter: string): Promise<number> {
  const line = new RegExp(
    `^otelcol_exporter_queue_size[{].*exporter="${exporter}".*[}] (\\S+)$`,
    "m",
  );
  return Number(line.exec(await collector.ownMetrics())?.[1] ?? 0);
}

test("what is in a disk queue survives a kill, and is delivered once", async () => {
  const collector = await startCollector();
  await collector.destinationsDown();
  expect(await collector.send("traces", calls(200))).toBe(200);
  for (let attempt = 0; attempt < 50; attempt++) {
    if ((await queued(collector, "otlp_grpc/jaeger")) >= 200) break;
    await sleep(200);
  }
  expect(await queued(collector, "otlp_grpc/jaeger")).toBe(200);
  await collector.end("SIGKILL");
  await collector.destinationsUp();
  await collector.restart();
  const spans = await eventually(
    () => spansOf(collector.traces()),
    (seen) => seen.length >= 200,
    30,
  );
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(200);
  expect(spans).toHaveLength(200);
  await collector.stop();
});

test("a gentle stop decides on what still waits: sent, or on disk for the next start", async () => {
  const sampling = { ...TEST_COLLECTOR.sampling, decisionWaitSeconds: 120 };
  const collector = await startCollector({
    sampling: { ...sampling, decisionWaitAfterRootSeconds: 120 },
  });
  expect(await collector.send("traces", calls(50))).toBe(200);
  await sleep(1_000);
  expect(spansOf(collector.traces())).toEqual([]);
  await collector.end("SIGTERM");
  await collector.restart();
  const spans = await eventually(
    () => spansOf(collector.traces()),
    (seen) => seen.length >= 50,
    30,
  );
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(50);
  expect(spans).toHaveLength(50);
  await collector.stop();
});
