import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { eventually, latest, type Series, total } from "../support/metrics.ts";
import { type Plain, shown } from "../support/otlp.ts";
import { spansOf } from "../support/spans.ts";
import { span, traces } from "../support/traffic.ts";
import { DIALECTS } from "./dialects-table.ts";

describe("libraries without a capture, as their sources and documentation have them", () => {
  let collector: RunningCollector;
  let left: Map<string, Record<string, Plain>>;
  let series: Series;

  beforeAll(async () => {
    collector = await startCollector();
    for (const { title, scope, name, attributes, events, kind, status } of DIALECTS) {
      const sent = span({
        name,
        attributes,
        events: events?.(Date.now()) ?? [],
        ...(kind !== undefined && { kind }),
        ...(status && { status }),
      });
      const resource = { "service.name": title };
      expect(await collector.send("traces", traces([sent], resource, { name: scope }))).toBe(200);
    }
    const spans = await eventually(
      () => spansOf(collector.traces()),
      (seen) => seen.length === DIALECTS.length,
    );
    left = new Map(spans.map(({ resource, plain }) => [shown(resource["service.name"]), plain]));
    const known = DIALECTS.filter(({ convention }) => convention !== undefined).length;
    series = await eventually(
      () => latest(collector.metrics()),
      (seen) => total(seen, "agent.spans") === known,
    );
  }, 60_000);
  afterAll(() => collector.stop());

  test.for(DIALECTS)("$title", ({ title, convention, becomes }) => {
    const own = { "service.name": title };
    expect(left.get(title)).toMatchObject(becomes);
    expect(total(series, "agent.spans", own)).toBe(convention === undefined ? 0 : 1);
    if (convention) expect(total(series, "agent.spans", { ...own, convention })).toBe(1);
    const runs = becomes["gen_ai.operation.name"] === "invoke_agent" ? 1 : 0;
    expect(total(series, "agent.runs", own)).toBe(runs);
    const calls = becomes["gen_ai.operation.name"] === "execute_tool" ? 1 : 0;
    expect(total(series, "agent.tool.calls", own)).toBe(calls);
  });

  test("the first of the events for a chunk gives the time, the later ones change nothing", () => {
    const { "gen_ai.response.time_to_first_chunk": time } =
      left.get("openllmetry 0.40: chat") ?? {};
    expect(time).toBeCloseTo(0.25, 1);
  });

  test("a span that nobody's rules know stays as it is", () => {
    const plain = left.get("ordinary span") ?? {};
    expect(Object.keys(plain).filter((key) => key.startsWith("gen_ai."))).toEqual([]);
  });

  test("a word of an SDK that is not in the table is no reason to guess", () => {
    for (const title of [
      "vercel 6: outer span of an embedding",
      "openinference: guardrail",
      "langfuse: guardrail",
      "mcp: list of tools",
    ])
      expect(left.get(title)).not.toHaveProperty(["gen_ai.operation.name"]);
  });

  test("no statement has failed", () => {
    expect(collector.logs()).not.toMatch(/\b(error|warn)\t/);
  });
});
