import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { capture, signalOf } from "../support/captures.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually, latest, type Series, total } from "../support/metrics.ts";
import { shown, type Traces } from "../support/otlp.ts";
import { type SeenSpan, spansOf } from "../support/spans.ts";
import { type Counts, EXPECTED } from "./expected-captures.ts";

const NAMES = Object.keys(EXPECTED) as (keyof typeof EXPECTED)[];
const INFERENCE = ["chat", "embeddings", "generate_content"];
const ALL_INPUT = NAMES.reduce((sum, name) => sum + EXPECTED[name].tokens.input, 0);

/** How often each answer is given; spans without one are left out. */
function counts(spans: readonly SeenSpan[], of: (span: SeenSpan) => unknown): Counts {
  const seen: Record<string, number> = {};
  for (const span of spans) {
    const answer = of(span);
    if (typeof answer === "string") seen[answer] = (seen[answer] ?? 0) + 1;
  }
  return seen;
}

describe("every library's spans come out in one vocabulary", () => {
  let collector: RunningCollector;
  let spans: SeenSpan[];
  let series: Series;

  beforeAll(async () => {
    collector = await startCollector();
    let sent = 0;
    for (const name of NAMES)
      for (const { path, body } of capture(name).requests) {
        if (signalOf(path) === "traces") sent += spansOf([body as Traces]).length;
        expect(await collector.send(signalOf(path), body)).toBe(200);
      }
    spans = await eventually(
      () => spansOf(collector.traces()),
      (seen) => seen.length === sent,
    );
    expect(spans).toHaveLength(sent);
    series = await eventually(
      () => latest(collector.metrics()),
      (seen) => total(seen, "agent.llm.tokens", { "gen_ai.token.type": "input" }) >= ALL_INPUT,
    );
  }, 60_000);
  afterAll(() => collector.stop());

  describe.for(NAMES)("%s", (name) => {
    const expected = EXPECTED[name];
    const own = { "service.name": `captured-${name}` };
    const genai = () =>
      spans.filter(
        ({ plain, resource }) =>
          resource["service.name"] === own["service.name"] &&
          plain["gen_ai.operation.name"] !== undefined,
      );
    const inferences = () =>
      genai().filter(({ plain }) => INFERENCE.includes(shown(plain["gen_ai.operation.name"])));
    const attribute = (key: string) => counts(genai(), ({ plain }) => plain[key]);

    test("the convention is recognised on every GenAI span", () => {
      for (const [convention, count] of Object.entries(expected.conventions))
        expect(total(series, "agent.spans", { ...own, convention })).toBe(count);
      expect(total(series, "agent.spans", own)).toBe(genai().length);
    });

    test("each span says what it does", () => {
      expect(attribute("gen_ai.operation.name")).toEqual(expected.operations);
    });

    test("each run of an agent counts once, with its outcome", () => {
      for (const [run, count] of Object.entries(expected.runs)) {
        const [agent = "", status = ""] = run.split("/");
        const labels = { ...own, "gen_ai.agent.name": agent, status };
        expect(total(series, "agent.runs", labels), run).toBe(count);
      }
      const all = Object.values(expected.runs).reduce((sum, count) => sum + count, 0);
      expect(total(series, "agent.runs", own)).toBe(all);
    });

    test("spans carry the agent's name, else the service's", () => {
      expect(attribute("gen_ai.agent.name")).toEqual(expected.agents);
    });

    test("spans carry the conversation that the library names", () => {
      expect(attribute("gen_ai.conversation.id")).toEqual(expected.conversations);
    });

    test("tool calls have a name and an outcome", () => {
      const calls = genai().filter(
        ({ plain }) => plain["gen_ai.operation.name"] === "execute_tool",
      );
      const call = ({ plain }: SeenSpan) =>
        `${shown(plain["gen_ai.tool.name"])}/${shown(plain["tool.success"])}`;
      expect(counts(calls, call)).toEqual(expected.tools);
      expect(total(series, "agent.tool.calls", own)).toBe(calls.length);
    });

    test("tokens are counted once, by kind", () => {
      for (const [kind, sum] of Object.entries(expected.tokens))
        expect(total(series, "agent.llm.tokens", { ...own, "gen_ai.token.type": kind }), kind).toBe(
          sum,
        );
    });

    test("a streamed answer has its time to the first chunk", () => {
      const times = inferences().flatMap(
        ({ plain }) => plain["gen_ai.response.time_to_first_chunk"] ?? [],
      );
      expect(times).toHaveLength(expected.firstChunks);
      for (const time of times) expect(time).toSatisfy((at) => Number(at) > 0 && Number(at) < 60);
      expect(total(series, "agent.llm.time_to_first_chunk_count", own)).toBe(expected.firstChunks);
    });

    test("every inference has a model and a provider in its one spelling, under both names", () => {
      for (const { plain } of inferences()) {
        expect(plain["gen_ai.request.model"]).toBeTypeOf("string");
        const provider = plain["gen_ai.provider.name"];
        expect(expected.providers.length === 0 ? [undefined] : expected.providers).toContain(
          provider,
        );
        expect(plain["gen_ai.system"]).toBe(provider);
      }
    });

    test("a failed span has a type of error in one word, and no other span has one", () => {
      const failed = genai().filter(({ status }) => status?.code === 2);
      expect(counts(failed, ({ plain }) => plain["error.type"])).toEqual(expected.errors);
      expect(attribute("error.type")).toEqual(expected.errors);
    });
  });

  test("nothing of the conversation is left", () => {
    const left = collector.leftAsText();
    for (const words of ["You are a weather agent", "Weather in Paris", "18 degrees", "temp_c"])
      expect(left).not.toContain(words);
    expect(left).not.toContain("upstream weather API down");
    // Every prompt, answer, argument, result, description and error of the frameworks' runs.
    expect(left).not.toContain("CANARY");
  });

  test("metrics of the SDKs pass under their own names, with bounded labels", () => {
    const names = [...series.keys()].filter((key) => key.startsWith("gen_ai."));
    expect(names.some((key) => key.startsWith("gen_ai.client.token.usage_count"))).toBe(true);
    for (const key of names)
      expect(key.replace(/^[^{]*/, "")).toMatch(
        /^[{](?:(?:deployment[.]environment[.]name|service[.](?:name|instance[.]id)|error[.]type|gen_ai[.](?:operation[.]name|provider[.]name|request[.]model|token[.]type))=[^,}]*,?)+[}]$/,
      );
    expect([...series.keys()].some((key) => key.startsWith("llm."))).toBe(false);
  });

  test("no statement has failed", () => {
    expect(collector.logs()).not.toMatch(/\b(error|warn)\t/);
  });
});
