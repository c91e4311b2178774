import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VERIFY_AGENT } from "../../components/core/names.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually, latest, type Series, total } from "../support/metrics.ts";
import type { OtlpSpan } from "../support/otlp.ts";
import { inference, span, traceId, traces } from "../support/traffic.ts";

const COMMON = "deployment.environment.name=test,gateway=gateway-0";

/** One run of `agent`: two calls, of which one streams, a good tool and a failed one. */
function run(agent: string, failed = false): OtlpSpan[] {
  const trace = traceId();
  const own = { "gen_ai.agent.name": agent };
  return [
    span({
      traceId: trace,
      name: "agent.run",
      seconds: 4,
      attributes: { ...own, "agent.iterations": 3 },
      ...(failed && { status: { code: 2 } }),
    }),
    span({
      traceId: trace,
      seconds: 2,
      attributes: inference({
        ...own,
        "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
        "gen_ai.usage.input_tokens": 1200,
        "gen_ai.usage.output_tokens": 64,
        "gen_ai.usage.cache_read.input_tokens": 1024,
        "gen_ai.usage.reasoning.output_tokens": 32,
        "gen_ai.usage.cost": 77,
      }),
    }),
    span({
      traceId: trace,
      seconds: 0.5,
      attributes: inference({
        ...own,
        "gen_ai.request.model": "house-blend-7b",
        "gen_ai.response.time_to_first_chunk": 0.25,
      }),
    }),
    span({
      traceId: trace,
      name: "agent.tool_call",
      seconds: 0.25,
      attributes: { ...own, "gen_ai.tool.name": "search", "tool.success": true },
    }),
    span({
      traceId: trace,
      name: "agent.tool_call",
      seconds: 0.75,
      attributes: { ...own, "gen_ai.tool.name": "book" },
      status: { code: 2, message: "no seats left" },
      events: [
        {
          name: "exception",
          attributes: [{ key: "exception.type", value: { stringValue: "shop.errors.SoldOut" } }],
        },
      ],
    }),
  ];
}

describe("derived metrics of known runs", () => {
  let collector: RunningCollector;
  let series: Series;
  const agent = VERIFY_AGENT;
  const labels = (more: string): string => {
    const all = [...COMMON.split(","), `gen_ai.agent.name=${agent}`, "service.name=shop"];
    return `{${[...all, ...more.split(",").filter(Boolean)].sort().join(",")}}`;
  };

  beforeAll(async () => {
    const derive = {
      flushSeconds: 1,
      maxSeriesPerMetric: 1_000,
      extraBuckets: { runDuration: [4.5] },
    };
    collector = await startCollector({ derive });
    for (const failed of [false, false, true])
      expect(await collector.send("traces", traces(run(agent, failed)))).toBe(200);
    series = await eventually(
      () => latest(collector.metrics()),
      (seen) => total(seen, "agent.runs") === 3 && total(seen, "agent.spans") === 15,
    );
  });
  afterAll(() => collector.stop());

  test.for([
    ["agent.runs", "status=ok", 2],
    ["agent.runs", "status=error", 1],
    ["agent.run.duration_count", "status=ok", 2],
    ["agent.run.duration_sum", "status=error", 4],
    ["agent.run.duration_le_4.5", "status=ok", 2],
    ["agent.run.duration_le_2.5", "status=ok", 0],
    ["agent.run.iterations_sum", "status=ok", 6],
    ["agent.tool.calls", "gen_ai.tool.name=search,tool.success=true", 3],
    ["agent.tool.calls", "gen_ai.tool.name=book,tool.success=false,error.type=SoldOut", 3],
    ["agent.tool.duration_sum", "gen_ai.tool.name=book", 2.25],
    [
      "agent.llm.duration_sum",
      "gen_ai.request.model=gpt-4o-mini,gen_ai.provider.name=openai,gen_ai.operation.name=chat",
      6,
    ],
    ["agent.llm.time_to_first_chunk_sum", "gen_ai.request.model=other", 0.75],
    [
      "agent.llm.tokens",
      "gen_ai.request.model=gpt-4o-mini,gen_ai.provider.name=openai,gen_ai.token.type=input",
      3600,
    ],
    [
      "agent.llm.tokens",
      "gen_ai.request.model=gpt-4o-mini,gen_ai.provider.name=openai,gen_ai.token.type=output",
      192,
    ],
    [
      "agent.llm.tokens",
      "gen_ai.request.model=gpt-4o-mini,gen_ai.provider.name=openai,gen_ai.token.type=cache_read",
      3072,
    ],
    [
      "agent.llm.tokens",
      "gen_ai.request.model=gpt-4o-mini,gen_ai.provider.name=openai,gen_ai.token.type=reasoning",
      96,
    ],
    ["agent.llm.input_tokens_count", "gen_ai.request.model=gpt-4o-mini", 3],
    ["agent.llm.context_utilization_sum", "gen_ai.request.model=gpt-4o-mini", 2.8125],
    ["agent.llm.calls.uncovered", "gen_ai.request.model=other,reason=no_price", 3],
    ["agent.llm.calls.uncovered", "gen_ai.request.model=other,reason=no_usage", 3],
    ["agent.llm.calls.uncovered", "gen_ai.request.model=other,reason=no_window", 3],
    ["agent.spans", "convention=otel", 6],
    ["agent.spans", "convention=manual", 9],
    ["agent.content.removed", "where=status", 3],
  ] as const)("%s{%s} is exactly %d", ([name, own, value]) => {
    expect([...series].filter(([key]) => key.startsWith(`${name}{`))).toContainEqual([
      `${name}${labels(own)}`,
      expect.closeTo(value, 9),
    ]);
  });

  test("the SDK's own cost is replaced by the price of the tokens", () => {
    const key = `agent.llm.cost.usd${labels("gen_ai.request.model=gpt-4o-mini,gen_ai.provider.name=openai")}`;
    // 176 plain, 1,024 cached and 64 output tokens at 0.15, 0.075 and 0.60 USD per million.
    expect(series.get(key)).toBeCloseTo(3 * 0.0001416, 12);
  });

  test("the last sight of an agent is a recent Unix time", () => {
    const seen = series.get(`agent.last_seen${labels("")}`) ?? 0;
    expect(Math.abs(Date.now() / 1000 - seen)).toBeLessThan(60);
  });

  test("a bounded value is counted by its attribute, without the agent", () => {
    const key = `agent.values.bounded{attribute=gen_ai.request.model,${COMMON},service.name=shop}`;
    expect(series.get(key)).toBe(3);
  });

  test("content of log records is counted for their service", async () => {
    const event = (body: string) => ({ eventName: "gen_ai.choice", body: { stringValue: body } });
    const logRecords = [event("one"), event("two")];
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "logger" } }] };
    await collector.send("logs", { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
    const key = `agent.content.removed{${COMMON},gen_ai.agent.name=logger,service.name=logger,where=logs}`;
    const counted = await eventually(
      () => latest(collector.metrics()),
      (seen) => seen.has(key),
    );
    expect(counted.get(key)).toBe(2);
  });

  test("no series carries a note of the pipeline", () => {
    expect([...series.keys()].filter((key) => key.includes("agentobs.model"))).toEqual([]);
    expect([...series.keys()].filter((key) => /[{,]agentobs[.]/.test(key))).toEqual([]);
  });

  test("no statement has failed", () => {
    expect(collector.logs()).not.toMatch(/\b(error|warn)\t/);
  });
});
