import { describe, expect, test } from "vitest";
import { targetOf } from "../../cli/traffic/exporter.ts";
import { modelFacts } from "../../cli/traffic/model-facts.ts";
import { lengthOf, type ModelCall, type RunScript } from "../../cli/traffic/script.ts";
import { observations, seriesKey, Tally, total } from "../../cli/traffic/tally.ts";

const endpoints = { otlpHttpUrl: "http://127.0.0.1:4318", otlpGrpcUrl: "http://127.0.0.1:4317" };

describe("where spans go", () => {
  test("is the stack over HTTP by default, and over gRPC where the protocol says so", () => {
    expect(targetOf(endpoints, {})).toEqual({
      protocol: "http/protobuf",
      url: endpoints.otlpHttpUrl,
      fromEnvironment: false,
    });
    expect(targetOf(endpoints, { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" })).toMatchObject({
      protocol: "grpc",
      url: endpoints.otlpGrpcUrl,
    });
  });

  test("is what the environment of an agent says, the traces' own variables first", () => {
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: "https://all.example.com",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example.com",
    };
    expect(targetOf(endpoints, environment)).toMatchObject({
      url: "https://traces.example.com",
      fromEnvironment: true,
    });
  });
});

describe("the length of a run", () => {
  const tool = (seconds: number) =>
    ({ kind: "tool", name: "t", seconds, arguments: "", result: "" }) as const;
  const run = (steps: RunScript["steps"]): RunScript => ({
    agent: "a",
    task: "t",
    iterations: 1,
    steps,
  });

  test("is the sum of its steps and of the calls that it waits for", () => {
    const called = run([tool(2)]);
    const length = lengthOf(
      run([tool(1), { kind: "delegate", via: "http", run: called }, tool(1)]),
    );
    expect(length.run).toBeCloseTo(4.01);
    expect(length.trace).toBeCloseTo(4.01);
  });

  test("does not hold what it queued, but the trace does", () => {
    const queued = run([tool(20)]);
    const length = lengthOf(run([{ kind: "delegate", via: "queue", run: queued }, tool(1)]));
    expect(length.run).toBeCloseTo(1.003);
    expect(length.trace).toBeCloseTo(20.053);
  });
});

describe("what is counted", () => {
  test("adds up per series, whatever the order of the labels", () => {
    const tally = new Tally();
    tally.add("runs", { gen_ai_agent_name: "a", status: "ok" });
    tally.add("runs", { status: "ok", gen_ai_agent_name: "a" });
    tally.add("runs", { status: "error", gen_ai_agent_name: "a" }, 3);
    expect(tally.series()).toHaveLength(2);
    expect(total(tally.series(), "runs")).toBe(5);
    expect(total(tally.series(), "runs", { status: "ok" })).toBe(2);
    expect(observations(tally.series(), "runs", { status: "error" })).toBe(1);
  });

  test("is told apart by the metric's own labels; an empty one is an absent one", () => {
    expect(seriesKey("toolCalls", { error_type: "", tool_success: "true" })).toBe(
      'agent_tool_calls_total{tool_success="true"}',
    );
  });
});

describe("what a call costs", () => {
  const call = (model: string) => ({ model }) as ModelCall;

  test("follows the table, with cached tokens at their own price", () => {
    const { key, contextWindow, cost } = modelFacts(call("gpt-4o-mini"));
    expect({ key, contextWindow }).toEqual({ key: "gpt-4o-mini", contextWindow: 128_000 });
    expect(cost({ input: 1_000_000, output: 0 })).toBeCloseTo(0.15);
    expect(cost({ input: 1_000_000, output: 1_000_000, cacheRead: 400_000 })).toBeCloseTo(
      0.6 * 0.15 + 0.4 * 0.075 + 0.6,
    );
  });

  test("is higher for long inputs where the provider says so", () => {
    const { cost } = modelFacts(call("claude-sonnet-4-5"));
    expect(cost({ input: 200_000, output: 0 })).toBeCloseTo(0.6);
    expect(cost({ input: 200_001, output: 0 })).toBeCloseTo(1.200006);
  });

  test("is unknown for a model that the table does not hold", () => {
    const { key, cost } = modelFacts(call("my-own-model"));
    expect(key).toBe("other");
    expect(cost({ input: 1, output: 1 })).toBeUndefined();
  });
});
