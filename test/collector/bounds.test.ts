import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually, labelValues, latest, total } from "../support/metrics.ts";
import { spansOf } from "../support/spans.ts";
import { inference, span, traces } from "../support/traffic.ts";

describe("values without a bound", () => {
  let collector: RunningCollector;
  const random = (): string => Math.random().toString(36).slice(2);

  beforeAll(async () => {
    collector = await startCollector({
      agents: [{ name: "Planner 3000", service: "planner-svc", tools: ["search", "Book It"] }],
    });
    const spans = Array.from({ length: 500 }, (_, index) =>
      span({
        attributes: inference({
          "gen_ai.agent.name": `agent-${index}`,
          "gen_ai.request.model": `model-${random()}`,
          "gen_ai.provider.name": `provider-${random()}`,
          "error.type": `Error at line ${index}: ${random()}`,
          "agent.task": `${"t".repeat(200)}${index}`,
        }),
      }),
    );
    const tools = Array.from({ length: 500 }, (_, index) =>
      span({ name: "agent.tool_call", attributes: { "gen_ai.tool.name": `Tool ${index}` } }),
    );
    const listed = ["search", "Book It", "rm -rf"].map((tool) =>
      span({
        name: "agent.tool_call",
        attributes: { "gen_ai.agent.name": "Planner 3000", "gen_ai.tool.name": tool },
      }),
    );
    await collector.send("traces", traces([...spans, ...tools, ...listed]));
    await collector.send(
      "traces",
      traces([span({ name: "agent.run" })], { "service.name": "planner-svc" }),
    );
    await eventually(
      () => latest(collector.metrics()),
      (seen) => total(seen, "agent.spans") === 1_004,
    );
  });
  afterAll(() => collector.stop());

  test("labels take few values", () => {
    const series = latest(collector.metrics());
    const values = (metric: string, label: string) => labelValues(series, metric, label);
    expect(values("agent.llm.duration_count", "gen_ai.agent.name")).toEqual(["agent-#"]);
    expect(values("agent.llm.duration_count", "gen_ai.request.model")).toEqual(["other"]);
    expect(values("agent.llm.duration_count", "gen_ai.provider.name")).toEqual(["other"]);
    expect(values("agent.llm.duration_count", "error.type")).toEqual(["other"]);
    expect(values("agent.tool.calls", "gen_ai.tool.name")).toEqual([
      "Book It",
      "other",
      "search",
      "tool_#",
    ]);
  });

  test("each bounded value is counted under its attribute", () => {
    const series = latest(collector.metrics());
    const count = (attribute: string) => total(series, "agent.values.bounded", { attribute });
    expect(count("gen_ai.agent.name")).toBe(500);
    expect(count("gen_ai.request.model")).toBe(500);
    expect(count("gen_ai.provider.name")).toBe(500);
    expect(count("error.type")).toBe(500);
    expect(count("agent.task")).toBe(500);
    expect(count("gen_ai.tool.name")).toBe(501);
  });

  test("an agent that is declared for a service keeps its name there", () => {
    const series = latest(collector.metrics());
    expect(total(series, "agent.runs", { "gen_ai.agent.name": "Planner 3000" })).toBe(1);
  });

  test("a task is cut to 100 characters", async () => {
    const spans = await eventually(
      () => spansOf(collector.traces()),
      (seen) => seen.length === 1_004,
    );
    const tasks = spans.flatMap(({ plain }) => (plain["agent.task"] ? [plain["agent.task"]] : []));
    expect(tasks).toHaveLength(500);
    expect(new Set(tasks)).toEqual(new Set(["t".repeat(100)]));
  });
});
