import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { METRICS, type MetricKey } from "../../components/core/metrics.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually, latest, type Series, total } from "../support/metrics.ts";
import type { OtlpSpan, Plain } from "../support/otlp.ts";
import { inference, span, traces } from "../support/traffic.ts";

const VALUES = 100_000;
const PER_REQUEST = 1_000;
const CAP = 500;
const MINUTES = 60_000;

/** Plain words, no two alike: nothing in them can be folded. */
function word(index: number): string {
  let letters = "";
  for (let rest = index + 26 ** 4; rest > 0; rest = Math.floor(rest / 26))
    letters += String.fromCharCode(97 + (rest % 26));
  return letters;
}

/** Series of every metric that has some. */
function seriesOf(series: Series): Partial<Record<MetricKey, number>> {
  const counted: Partial<Record<MetricKey, number>> = {};
  for (const [metric, { otel, kind }] of Object.entries(METRICS)) {
    const start = `${otel}${kind === "histogram" ? "_count" : ""}{`;
    const own = [...series.keys()].filter((key) => key.startsWith(start)).length;
    if (own > 0) counted[metric as MetricKey] = own;
  }
  return counted;
}

/** Series are full long before the last span is counted. */
const SETTLES = { timeout: 60_000, interval: 500 };

/** Samples that were dropped because their metric has all the series that it may have. */
async function overCap(collector: RunningCollector): Promise<number> {
  const text = await collector.ownMetrics();
  const lines = text.split("\n").filter((line) => line.includes('error="limit"'));
  const counts = lines.filter((line) => line.startsWith("otelcol_deltatocumulative_datapoints"));
  return counts.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

const start = () =>
  startCollector({
    agents: [{ name: "keeper", service: "shop" }],
    derive: { ...TEST_COLLECTOR.derive, maxSeriesPerMetric: CAP },
    sampling: { ...TEST_COLLECTOR.sampling, baselinePercent: 0.01 },
  });

async function sendAll(collector: RunningCollector, make: (index: number) => OtlpSpan) {
  for (let from = 0; from < VALUES; from += PER_REQUEST) {
    const spans = Array.from({ length: PER_REQUEST }, (_, index) => make(from + index));
    expect(await collector.send("traces", traces(spans))).toBe(200);
  }
}

const settled = (collector: RunningCollector, check: (series: Series) => boolean) =>
  eventually(() => latest(collector.metrics()), check, 60);

describe("100,000 values of one attribute after the other, all from one agent", () => {
  let collector: RunningCollector;
  beforeAll(async () => {
    collector = await start();
  });
  afterAll(() => collector.stop());

  const chat = (attributes: Readonly<Record<string, Plain>>) =>
    span({ attributes: inference({ "gen_ai.usage.input_tokens": 1, ...attributes }) });

  test.for([
    ["gen_ai.request.model", { llmCallsUncovered: 2, valuesBounded: 1 }],
    ["gen_ai.provider.name", { llmDuration: 2, llmTokens: 2, valuesBounded: 2 }],
    ["agent.task", {}],
  ] as const)("%s: a series or none more", { timeout: 5 * MINUTES }, async ([key, more]) => {
    const before = latest(collector.metrics());
    const spans = total(before, "agent.spans");
    await sendAll(collector, (index) => chat({ [key]: word(index) }));
    const series = await settled(
      collector,
      (seen) => total(seen, "agent.spans") === spans + VALUES,
    );
    const counted = seriesOf(series);
    for (const [metric, count] of Object.entries(more))
      expect(counted[metric as MetricKey], metric).toBe(count);
    expect(Math.max(...Object.values(counted))).toBeLessThanOrEqual(3);
    expect(await overCap(collector)).toBe(0);
  });

  test("error.type: its metric is full, the others are whole", {
    timeout: 5 * MINUTES,
  }, async () => {
    const before = latest(collector.metrics());
    await sendAll(collector, (index) => chat({ "error.type": word(index) }));
    const all = total(before, "agent.spans") + VALUES;
    const series = await settled(collector, (seen) => total(seen, "agent.spans") === all);
    expect(total(series, "agent.llm.tokens")).toBe(all);
    const { llmDuration, ...others } = seriesOf(series);
    expect(llmDuration).toBe(CAP);
    expect(Math.max(...Object.values(others))).toBeLessThanOrEqual(3);
    await expect.poll(() => overCap(collector), SETTLES).toBeGreaterThan(0);
  });

  test("gen_ai.tool.name: its two metrics are full", { timeout: 5 * MINUTES }, async () => {
    const tool = (index: number) =>
      span({ name: "agent.tool_call", attributes: { "gen_ai.tool.name": word(index) } });
    const before = total(latest(collector.metrics()), "agent.spans");
    await sendAll(collector, tool);
    const series = await settled(
      collector,
      (seen) => total(seen, "agent.spans") === before + VALUES,
    );
    const { llmDuration, toolCalls, toolDuration, ...others } = seriesOf(series);
    expect([llmDuration, toolCalls, toolDuration]).toEqual([CAP, CAP, CAP]);
    expect(Math.max(...Object.values(others))).toBeLessThanOrEqual(3);
  });
});

describe.for(["gen_ai.agent.name", "service.name"] as const)("100,000 values of %s", (key) => {
  let collector: RunningCollector;
  let series: Series;
  beforeAll(async () => {
    collector = await start();
    const name = (index: number) => word(index);
    for (let from = 0; from < VALUES; from += PER_REQUEST) {
      const runs = Array.from({ length: PER_REQUEST }, (_, index) => {
        const own = key === "service.name" ? {} : { [key]: name(from + index) };
        return span({ name: "agent.run", attributes: own });
      });
      const resources = runs.map((run, index) =>
        traces([run], key === "service.name" ? { [key]: name(from + index) } : undefined),
      );
      const request = { resourceSpans: resources.flatMap(({ resourceSpans }) => resourceSpans) };
      expect(await collector.send("traces", request)).toBe(200);
    }
    series = await settled(collector, (seen) => (seriesOf(seen).lastSeen ?? 0) >= CAP);
  }, 5 * MINUTES);
  afterAll(() => collector.stop());

  test("every metric has the series that it may have", () => {
    expect(seriesOf(series)).toEqual({ runs: CAP, runDuration: CAP, spans: CAP, lastSeen: CAP });
  });

  test("what is over the cap is counted by a metric of the collector", async () => {
    await expect.poll(() => overCap(collector), SETTLES).toBe(4 * (VALUES - CAP));
  });
});
