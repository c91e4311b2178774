import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AGENTS } from "../../cli/demo/cast.ts";
import { type DemoOptions, type DemoSummary, runDemo } from "../../cli/demo/run-demo.ts";
import { SECRET_TEXTS } from "../../cli/demo/secrets.ts";
import { modelFacts } from "../../cli/traffic/model-facts.ts";
import { observations, total } from "../../cli/traffic/tally.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";
import { type OtlpRecorder, type RecordedSpan, startRecorder } from "../support/otlp-recorder.ts";
import { freePort } from "../support/ports.ts";

describe("the demo, sent to a collector that writes everything down", () => {
  let recorder: OtlpRecorder;
  let summary: DemoSummary;
  let spans: RecordedSpan[];
  const options = (change: Partial<DemoOptions> = {}): DemoOptions => ({
    endpoints: recorder,
    environment: {},
    models: modelFacts,
    seed: 5,
    runsPerMinute: 60,
    durationSeconds: 28,
    burst: true,
    ...change,
  });

  beforeAll(async () => {
    recorder = await startRecorder();
    summary = await runDemo(options());
    spans = await recorder.spans(summary.spans.sent);
  });
  afterAll(() => recorder.stop());

  const of = (traceId: string) => spans.filter((span) => span.traceId === traceId);
  const traceOf = (scenario: string) =>
    of(summary.runs.find((run) => run.scenario === scenario)?.traceId ?? "");

  test("arrives completely: every trace with as many spans as the summary says", () => {
    expect(summary.spans).toEqual({ sent: spans.length, delivered: spans.length, failed: 0 });
    for (const { traceId, spans: count } of summary.runs) expect(of(traceId)).toHaveLength(count);
  });

  test("is made of trees: one root per trace, and every parent is in it", () => {
    for (const { traceId } of summary.runs) {
      const trace = of(traceId);
      const ids = new Set(trace.map(({ spanId }) => spanId));
      expect(trace.filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(1);
      for (const { parentSpanId } of trace)
        if (parentSpanId !== undefined) expect(ids).toContain(parentSpanId);
    }
  });

  test("carries context over HTTP and a queue into other services", () => {
    const trace = traceOf("delegated");
    const parentOf = ({ parentSpanId }: RecordedSpan) =>
      trace.find(({ spanId }) => spanId === parentSpanId);
    const named = (name: string) => trace.find((span) => span.name === name);
    const server = named("POST /runs");
    const consumer = named("process writer.tasks");
    expect(server && parentOf(server)).toMatchObject({ name: "POST", service: "assistant-api" });
    expect(consumer && parentOf(consumer)).toMatchObject({
      name: "send writer.tasks",
      service: "assistant-api",
    });
    expect(new Set(trace.map(({ service }) => service))).toEqual(
      new Set(["assistant-api", "research-service", "writer-service"]),
    );
  });

  test("copies the same baggage to every span of a trace, behind the hops too", () => {
    for (const { traceId } of summary.runs) {
      const [first, ...others] = of(traceId);
      expect(first?.attributes["session.id"]).toMatch(/^session-[0-9a-f]{8}$/);
      for (const { attributes } of others) {
        expect(attributes["session.id"]).toBe(first?.attributes["session.id"]);
        expect(attributes["user.tier"]).toBe(first?.attributes["user.tier"]);
      }
    }
  });

  test("tells slow runs without waiting for them, and none ends in the future", () => {
    const [root] = traceOf("slow").filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(Number((root?.endNano ?? 0n) - (root?.startNano ?? 0n)) / 1e9).toBeGreaterThan(45);
    expect(summary.seconds).toBeLessThan(10);
    const now = BigInt(Date.now()) * 1_000_000n;
    for (const { endNano } of spans) expect(endNano).toBeLessThanOrEqual(now);
  });

  test("is counted the way it arrived", () => {
    const { expected } = summary;
    for (const [agent, { service }] of Object.entries(AGENTS)) {
      const own = spans.filter((span) => span.service === service);
      const runs = own.filter(
        ({ name }) => name === "agent.run" || name.startsWith("invoke_agent"),
      );
      const tools = own.filter(({ attributes }) => attributes["gen_ai.tool.name"] !== undefined);
      const failed = tools.filter(({ status }) => status?.code === 2);
      const where = { gen_ai_agent_name: agent };
      expect(total(expected, "runs", where)).toBe(runs.length);
      expect(total(expected, "toolCalls", where)).toBe(tools.length);
      expect(total(expected, "toolCalls", { ...where, tool_success: "false" })).toBe(failed.length);
      const input = own.reduce(
        (sum, { attributes }) =>
          sum +
          Number(
            attributes["gen_ai.usage.input_tokens"] ??
              attributes["gen_ai.usage.prompt_tokens"] ??
              0,
          ),
        0,
      );
      expect(total(expected, "llmTokens", { ...where, gen_ai_token_type: "input" })).toBe(input);
    }
    const calls = spans.filter(({ name }) => /^(chat|embeddings) /.test(name));
    expect(observations(expected, "llmDuration")).toBe(calls.length);
  });

  test("holds every secret that a stack must remove, in spans and in log records", () => {
    const sent = JSON.stringify(
      spans.map(({ name, attributes, status }) => ({ name, attributes, status })),
    );
    const [email, , apiKey, , question] = SECRET_TEXTS;
    for (const secret of [email, apiKey, question]) expect(sent).toContain(secret);
    expect(recorder.logs()).toContain(question);
  });

  test("is the same again for the same seed, over gRPC too", async () => {
    const again = await runDemo(options({ environment: { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" } }));
    const shape = ({ runs }: DemoSummary) => runs.map((run) => ({ ...run, traceId: "" }));
    expect(again.spans.delivered).toBe(summary.spans.delivered);
    expect(shape(again)).toEqual(shape(summary));
    const withoutLogs = ({ expected }: DemoSummary) =>
      expected.filter(({ labels }) => labels.where !== "logs");
    expect(withoutLogs(again)).toEqual(withoutLogs(summary));
  });

  test("provokes the alerts first and reports its progress", async () => {
    const seen: number[] = [];
    const { runs } = await runDemo(
      options({
        alerts: DEFAULT_ALERTS,
        durationSeconds: 2,
        onProgress: ({ runs: done, plannedRuns }) => seen.push(done / plannedRuns),
      }),
    );
    expect(runs.findLastIndex(({ scenario }) => scenario === "provoked")).toBe(runs.length - 3);
    expect(runs.map(({ agent }) => agent)).toContain("nightly_report");
    expect(seen.at(-1)).toBe(1);
    expect(seen).toHaveLength(runs.length);
  });

  test("stops when it is told to, and still delivers what it has begun", async () => {
    const stop = new AbortController();
    const onProgress = () => {
      stop.abort();
    };
    const { runs, spans: sent } = await runDemo(options({ signal: stop.signal, onProgress }));
    expect(runs).toHaveLength(1);
    expect(sent.delivered).toBe(sent.sent);
  });

  test("spreads its runs over the duration", async () => {
    const paced = options({ runsPerMinute: 120, durationSeconds: 2, burst: false });
    const { runs, seconds } = await runDemo(paced);
    expect(runs).toHaveLength(4);
    expect(seconds).toBeGreaterThan(1.4);
  });
});

test("without a stack the demo says so and how to start one", async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const demo = runDemo({
    endpoints: { otlpHttpUrl: url, otlpGrpcUrl: url },
    environment: {},
    models: modelFacts,
    seed: 1,
    runsPerMinute: 60,
    durationSeconds: 1,
    burst: true,
  });
  await expect(demo).rejects.toThrow(
    `${url}: no stack answers there (connect ECONNREFUSED 127.0.0.1:${port})\n  Fix: make up`,
  );
});
