import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually, latest, type Series, total } from "../support/metrics.ts";
import { type SeenSpan, spansOf } from "../support/spans.ts";
import { inference, span, traces } from "../support/traffic.ts";

const UTILIZATION = "agent.llm.context_utilization";
const COST = "gen_ai.usage.cost";
const USED = { "gen_ai.usage.input_tokens": 1_000, "gen_ai.usage.output_tokens": 200 };

const CALLS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  own: { "gen_ai.request.model": "House-Model", ...USED },
  repriced: { "gen_ai.request.model": "openai/gpt-5-mini-2025-08-07", ...USED },
  widened: { "gen_ai.request.model": "gemini-2.5-pro", ...USED },
  answered_by: {
    "gen_ai.request.model": "my-deployment",
    "gen_ai.response.model": "gpt-4o-mini",
    ...USED,
  },
  answered_by_another: {
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
    ...USED,
  },
  answered_by_nobody_known: {
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.response.model": "my-deployment",
    ...USED,
  },
  cached_beyond_its_input: {
    "gen_ai.request.model": "o3",
    "gen_ai.usage.input_tokens": 100,
    "gen_ai.usage.cache_read.input_tokens": 1_000,
  },
  costed_by_its_sdk: {
    "gen_ai.request.model": "gpt-4o",
    ...USED,
    [COST]: -7,
    "operation.cost": 7,
    [UTILIZATION]: 7,
  },
  costed_by_its_sdk_alone: { "gen_ai.request.model": "unheard-of", ...USED, [COST]: 7 },
  priced_by_the_hour: { "gen_ai.request.model": "deepseek-chat", ...USED },
  without_usage: { "gen_ai.request.model": "gpt-4o" },
  without_a_window: { "gen_ai.request.model": "gemini-3.1-pro-preview", ...USED },
};

describe("calls", () => {
  let collector: RunningCollector;
  let spans: SeenSpan[];
  let series: Series;
  const seen = (name: string) => spans.find((span) => span.name === name)?.plain ?? {};

  beforeAll(async () => {
    collector = await startCollector({
      models: [
        {
          name: "House-Model",
          window: 10_000,
          prices: { input: 0.5, cacheRead: 0.5, cacheWrite: 0.5, output: 1.5 },
        },
        { name: "gpt-5-mini", prices: { input: 1, output: 2 } },
        { name: "gemini-2.5-pro", window: 1_000_000 },
      ],
    });
    const sent = Object.entries(CALLS).map(([name, attributes]) =>
      span({ name, attributes: inference({ "gen_ai.agent.name": name, ...attributes }) }),
    );
    expect(await collector.send("traces", traces(sent))).toBe(200);
    spans = await eventually(
      () => spansOf(collector.traces()),
      (arrived) => arrived.length === sent.length,
    );
    series = await eventually(
      () => latest(collector.metrics()),
      (counted) => total(counted, "agent.llm.duration_count") >= sent.length,
    );
  });
  afterAll(() => collector.stop());

  test.for([
    ["own", (1_000 * 0.5 + 200 * 1.5) / 1e6, 10],
    // The table's window stays.
    ["repriced", (1_000 * 1 + 200 * 2) / 1e6, 0.25],
    ["widened", (1_000 * 1.25 + 200 * 10) / 1e6, 0.1],
    ["answered_by", (1_000 * 0.15 + 200 * 0.6) / 1e6, 100 / 128],
    ["answered_by_another", (1_000 * 0.15 + 200 * 0.6) / 1e6, 100 / 128],
    ["answered_by_nobody_known", (1_000 * 2.5 + 200 * 10) / 1e6, 100 / 128],
    ["costed_by_its_sdk", (1_000 * 2.5 + 200 * 10) / 1e6, 100 / 128],
    ["cached_beyond_its_input", (100 * 2 + 1_000 * 0.5) / 1e6, 0.55],
  ] as const)("%s: cost and share of the window are right", ([name, cost, utilization]) => {
    expect(seen(name)[COST]).toBeCloseTo(cost, 10);
    expect(seen(name)[UTILIZATION]).toBeCloseTo(utilization, 6);
    expect(seen(name)).not.toHaveProperty(["operation.cost"]);
  });

  test.for(["costed_by_its_sdk_alone", "priced_by_the_hour", "without_usage"])(
    "%s: no cost is guessed",
    (name) => {
      expect(seen(name)).not.toHaveProperty([COST]);
    },
  );

  test("what is missing is counted by its reason, and nothing else is", () => {
    const missing = Object.keys(CALLS).flatMap((agent) =>
      ["no_price", "no_usage", "no_window"].flatMap((reason) => {
        const labels = { "gen_ai.agent.name": agent, reason };
        return total(series, "agent.llm.calls.uncovered", labels) > 0
          ? [`${agent}: ${reason}`]
          : [];
      }),
    );
    expect(missing).toEqual([
      "costed_by_its_sdk_alone: no_price",
      "costed_by_its_sdk_alone: no_window",
      "priced_by_the_hour: no_price",
      "priced_by_the_hour: no_window",
      "without_usage: no_usage",
      "without_a_window: no_window",
    ]);
  });

  test("the label is the operator's name of a model, in small letters", () => {
    const calls = (model: string): number =>
      total(series, "agent.llm.duration_count", { "gen_ai.request.model": model });
    expect(calls("house-model")).toBe(1);
    expect(calls("gpt-5-mini")).toBe(1);
    expect(calls("other")).toBe(3);
  });
});
