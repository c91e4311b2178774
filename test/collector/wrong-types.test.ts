import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually, labelValues, latest, total } from "../support/metrics.ts";
import type { KeyValue } from "../support/otlp.ts";
import { spansOf } from "../support/spans.ts";
import { inference, span, traces } from "../support/traffic.ts";

const FIELDS = [
  "gen_ai.operation.name",
  "gen_ai.provider.name",
  "gen_ai.system",
  "gen_ai.request.model",
  "gen_ai.response.model",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.cache_write.input_tokens",
  "gen_ai.usage.reasoning.output_tokens",
  "gen_ai.usage.cost",
  "gen_ai.response.time_to_first_chunk",
  "gen_ai.server.time_to_first_token",
  "gen_ai.agent.name",
  "gen_ai.agent.id",
  "gen_ai.tool.name",
  "gen_ai.conversation.id",
  "tool.success",
  "agent.iterations",
  "agent.task",
  "error.type",
  "session.id",
  "openinference.span.kind",
  "llm.token_count.prompt",
  "llm.invocation_parameters",
  "traceloop.span.kind",
  "traceloop.entity.name",
  "ai.operationId",
  "ai.response.msToFirstChunk",
  "agentobs.status",
  "agentobs.model",
];

/** Values that a field should never have. */
const WRONG: Readonly<Record<string, KeyValue["value"]>> = {
  text: { stringValue: "PROMPT-CANARY" },
  emptyText: { stringValue: "" },
  number: { intValue: 7 },
  negative: { intValue: -5 },
  huge: { intValue: "9223372036854775807" },
  fraction: { doubleValue: -0.5 },
  truth: { boolValue: true },
  list: { arrayValue: { values: [{ stringValue: "PROMPT-CANARY" }, { intValue: 1 }] } },
  map: { kvlistValue: { values: [{ key: "a", value: { stringValue: "PROMPT-CANARY" } }] } },
  bytes: { bytesValue: "AAEC" },
  nothing: {},
};

describe("wrong types in every field", () => {
  let collector: RunningCollector;
  const cases = Object.entries(WRONG);

  beforeAll(async () => {
    collector = await startCollector();
    for (const [name, value] of cases) {
      const wrong = FIELDS.map((key) => ({ key, value }));
      const spans = FIELDS.flatMap((field) => [
        // One wrong field in an inference, a run and a tool call that are right otherwise.
        ...[
          { name: "chat", attributes: inference({ "gen_ai.usage.input_tokens": 10 }) },
          { name: "agent.run", attributes: {} },
          { name: "agent.tool_call", attributes: { "gen_ai.tool.name": "search" } },
        ].map(({ name: kind, attributes }) => {
          const others = Object.fromEntries(
            Object.entries(attributes).filter(([key]) => key !== field),
          );
          return span({ name: kind, attributes: others, raw: [{ key: field, value }] });
        }),
      ]);
      const all = span({ name: `all ${name}`, raw: wrong, status: { code: 2 } });
      expect(await collector.send("traces", traces([...spans, all]))).toBe(200);
    }
    const odd = traces([span({ name: "odd resource" })]);
    odd.resourceSpans[0]?.resource?.attributes?.push(
      { key: "deployment.environment", value: { arrayValue: { values: [] } } },
      { key: "deployment.environment.name", value: { intValue: 4 } },
    );
    expect(await collector.send("traces", odd)).toBe(200);
    expect(await collector.send("traces", traces([span({ name: "last" })], {}))).toBe(200);
  });
  afterAll(() => collector.stop());

  test("every span arrives", async () => {
    const sent = cases.length * (FIELDS.length * 3 + 1) + 2;
    const spans = await eventually(
      () => spansOf(collector.traces()),
      (seen) => seen.length === sent,
    );
    expect(spans).toHaveLength(sent);
    const oddities = spans.filter(({ name }) => name === "odd resource" || name === "last");
    expect(oddities.map(({ resource }) => resource["deployment.environment.name"])).toEqual([
      "test",
      "test",
    ]);
    const last = spans.find(({ name }) => name === "last");
    expect(last?.resource["service.name"]).toBe("unknown_service");
  });

  test("no statement has failed", () => {
    expect(collector.logs()).not.toMatch(/\b(error|warn)\t/);
  });

  test("runs and tool calls are counted, whatever else their spans carry", async () => {
    const series = await eventually(
      () => latest(collector.metrics()),
      (seen) => total(seen, "agent.runs") >= cases.length * FIELDS.length,
    );
    expect(total(series, "agent.runs")).toBe(cases.length * FIELDS.length);
    expect(total(series, "agent.tool.calls")).toBe(cases.length * FIELDS.length);
  });

  test("no sum has become negative or absurd", () => {
    for (const [key, value] of latest(collector.metrics()))
      if (!key.startsWith("agent.last_seen")) {
        expect(value, key).toBeGreaterThanOrEqual(0);
        expect(value, key).toBeLessThan(1e9);
      }
  });

  test("clients can't write the pipeline's own notes", () => {
    const series = latest(collector.metrics());
    expect(labelValues(series, "agent.runs", "status")).toEqual(["ok"]);
    expect(collector.leftAsText()).not.toContain("agentobs.");
  });
});
