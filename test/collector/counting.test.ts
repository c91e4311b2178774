import { afterAll, beforeAll, expect, test } from "vitest";
import { METRICS } from "../../components/core/metrics.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually, latest, type Series, total } from "../support/metrics.ts";
import type { OtlpSpan, Plain } from "../support/otlp.ts";
import { inference, span, traces } from "../support/traffic.ts";

const CLIENTS = 8;
const REQUESTS = 50;
const PER_REQUEST = 100;
const SPANS = CLIENTS * REQUESTS * PER_REQUEST;

const AGENTS = ["planner", "writer", "critic"] as const;
const SECONDS = [0.004, 0.25, 0.75, 2.5, 7, 31, 119.5, 700] as const;
/** Dollars per million tokens and the window as their makers publish them; the last is nobody's. */
const MODELS = [
  { model: "gpt-4o-mini", window: 128_000, input: 0.15, cached: 0.075, output: 0.6 },
  { model: "gpt-4o", window: 128_000, input: 2.5, cached: 1.25, output: 10 },
  { model: "house-blend", window: 0, input: 0, cached: 0, output: 0 },
] as const;

/** What must come out, kept beside the spans as they are made, by hand and not by the kit's rules. */
class Expected {
  readonly series = new Map<string, number>();

  count(metric: keyof typeof METRICS, labels: Record<string, string>, by = 1): void {
    this.#add(METRICS[metric].otel, labels, by);
  }

  observe(metric: keyof typeof METRICS, labels: Record<string, string>, value: number): void {
    const row = METRICS[metric];
    const { otel } = row;
    const buckets: readonly number[] = "buckets" in row ? row.buckets : [];
    this.#add(`${otel}_count`, labels, 1);
    this.#add(`${otel}_sum`, labels, value);
    for (const bound of buckets) this.#add(`${otel}_le_${bound}`, labels, value <= bound ? 1 : 0);
  }

  #add(name: string, labels: Record<string, string>, by: number): void {
    const all = {
      ...labels,
      "deployment.environment.name": "test",
      gateway: "gateway-0",
      "service.name": "shop",
    };
    const text = Object.entries(all)
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(",");
    const key = `${name}{${text}}`;
    this.series.set(key, (this.series.get(key) ?? 0) + by);
  }
}

const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;

function run(index: number, expected: Expected): OtlpSpan {
  const agent = pick(AGENTS, index);
  const seconds = pick(SECONDS, Math.floor(index / 3));
  const iterations = (index % 23) + 1;
  const failed = index % 7 === 0;
  const labels = { "gen_ai.agent.name": agent, status: failed ? "error" : "ok" };
  expected.count("runs", labels);
  expected.observe("runDuration", labels, seconds);
  expected.observe("runIterations", labels, iterations);
  expected.count("spans", { "gen_ai.agent.name": agent, convention: "manual" });
  const attributes = { "gen_ai.agent.name": agent, "agent.iterations": iterations };
  return span({ name: "agent.run", seconds, attributes, ...(failed && { status: { code: 2 } }) });
}

function tool(index: number, expected: Expected): OtlpSpan {
  const agent = pick(AGENTS, index);
  const name = pick(["search", "book"], Math.floor(index / 5));
  const seconds = pick(SECONDS, Math.floor(index / 2));
  const failed = index % 5 === 0;
  const labels = { "gen_ai.agent.name": agent, "gen_ai.tool.name": name };
  expected.count("toolCalls", {
    ...labels,
    "tool.success": String(!failed),
    ...(failed && { "error.type": "SoldOut" }),
  });
  expected.observe("toolDuration", labels, seconds);
  expected.count("spans", { "gen_ai.agent.name": agent, convention: "manual" });
  // What a tool says about its failure is content.
  if (failed) expected.count("contentRemoved", { "gen_ai.agent.name": agent, where: "status" });
  return span({
    name: "agent.tool_call",
    seconds,
    attributes: { ...labels, ...(failed && { "error.type": "shop.errors.SoldOut" }) },
    ...(failed && { status: { code: 2, message: "none left" } }),
  });
}

function chat(index: number, expected: Expected): OtlpSpan {
  const agent = pick(AGENTS, index);
  const { model, window, ...prices } = pick(MODELS, Math.floor(index / 4));
  const seconds = pick(SECONDS, Math.floor(index / 7));
  const failed = index % 11 === 0;
  const label = window === 0 ? "other" : model;
  const common = { "gen_ai.agent.name": agent, "gen_ai.request.model": label };
  const provider = { ...common, "gen_ai.provider.name": "openai" };
  const attributes: Record<string, Plain> = {
    "gen_ai.agent.name": agent,
    "gen_ai.request.model": model,
  };
  expected.count("spans", { "gen_ai.agent.name": agent, convention: "otel" });
  expected.observe(
    "llmDuration",
    {
      ...provider,
      "gen_ai.operation.name": "chat",
      ...(failed && { "error.type": "RateLimitError" }),
    },
    seconds,
  );
  if (window === 0) expected.count("valuesBounded", { attribute: "gen_ai.request.model" });
  if (failed) attributes["error.type"] = "RateLimitError";
  else {
    const [input, output, cached] = [100 + (index % 977) * 131, 1 + (index % 89), (index % 3) * 32];
    attributes["gen_ai.usage.input_tokens"] = input;
    attributes["gen_ai.usage.output_tokens"] = output;
    attributes["gen_ai.usage.cache_read.input_tokens"] = cached;
    for (const [type, tokens] of Object.entries({ input, output, cache_read: cached }))
      expected.count("llmTokens", { ...provider, "gen_ai.token.type": type }, tokens);
    expected.observe("llmInputTokens", common, input);
    if (window === 0)
      for (const reason of ["no_price", "no_window"])
        expected.count("llmCallsUncovered", { ...common, reason });
    else {
      expected.observe("llmContextUtilization", common, (100 * input) / window);
      const { input: plain, cached: read, output: written } = prices;
      const micros = (input - cached) * plain + cached * read + output * written;
      expected.count("llmCost", provider, micros / 1e6);
    }
  }
  if (index % 2 === 0) {
    attributes["gen_ai.response.time_to_first_chunk"] = seconds / 4;
    expected.observe("llmTimeToFirstChunk", common, seconds / 4);
  }
  return span({
    seconds,
    attributes: inference(attributes),
    ...(failed && { status: { code: 2 } }),
  });
}

/** Calls mostly, and now and then a span that is nobody's. */
function made(index: number, expected: Expected): OtlpSpan {
  const kind = index % 10;
  if (kind === 0) return run(index / 10, expected);
  if (kind <= 3) return tool(index, expected);
  if (kind === 4) return span({ name: "GET", attributes: { "http.request.method": "GET" } });
  return chat(index, expected);
}

let collector: RunningCollector;
beforeAll(async () => {
  collector = await startCollector({
    sampling: { ...TEST_COLLECTOR.sampling, baselinePercent: 1 },
  });
});
afterAll(() => collector.stop());

test("40,000 spans of eight clients at once, over HTTP and gRPC: every count, sum and bucket", {
  timeout: 240_000,
}, async () => {
  const expected = new Expected();
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    const send = client % 2 === 0 ? collector.send : collector.sendGrpc;
    for (let request = 0; request < REQUESTS; request++) {
      const first = (client * REQUESTS + request) * PER_REQUEST;
      const spans = Array.from({ length: PER_REQUEST }, (_, index) =>
        made(first + index, expected),
      );
      expect(await send("traces", traces(spans))).toBe(200);
    }
  });
  await Promise.all(clients);
  const genai = total(expected.series, "agent.spans");
  expect(genai).toBe(SPANS * 0.9);
  const seen = await eventually(
    () => latest(collector.metrics()),
    (series) => total(series, "agent.spans") >= genai,
    60,
  );
  // When an agent was last seen is the time; the others are exact.
  const counted: Series = new Map([...seen].filter(([key]) => !key.startsWith("agent.last_seen{")));
  expect([...counted.keys()].sort()).toEqual([...expected.series.keys()].sort());
  const wrong = [...expected.series].filter(([key, value]) => {
    const actual = counted.get(key) ?? Number.NaN;
    return !(Math.abs(actual - value) <= 1e-9 * Math.max(1, Math.abs(value)));
  });
  expect(wrong.map(([key, value]) => `${key}: ${counted.get(key)}, not ${value}`)).toEqual([]);
  expect(expected.series.size).toBeGreaterThan(800);
});
