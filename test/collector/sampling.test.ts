import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VERIFY_AGENT } from "../../components/core/names.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { type SeenSpan, spansOf } from "../support/spans.ts";
import { inference, span, type SpanOptions, traceId, traces } from "../support/traffic.ts";

const TENTH = { ...TEST_COLLECTOR.sampling, baselinePercent: 10 };

/** A run and a call in it; `more` tells what is special about the run. */
function run(name: string, more: SpanOptions = {}) {
  const trace = traceId();
  const agent = { "gen_ai.agent.name": name };
  return [
    span({
      name: "agent.run",
      traceId: trace,
      ...more,
      attributes: { ...agent, ...more.attributes },
    }),
    span({ traceId: trace, attributes: inference(agent) }),
  ];
}
const several = <T>(count: number, make: () => T[]): T[] =>
  Array.from({ length: count }, make).flat();

describe("sampling at 10 %", () => {
  let collector: RunningCollector;
  let kept: SeenSpan[];
  const runsKept = (agent: string): number =>
    kept.filter(({ name, plain }) => name === "agent.run" && plain["gen_ai.agent.name"] === agent)
      .length;

  beforeAll(async () => {
    collector = await startCollector({ sampling: TENTH });
    const requests = [
      several(1_000, () => run("ordinary")),
      several(20, () => run("failing", { status: { code: 2 } })),
      several(20, () => run("slow", { seconds: 31 })),
      several(20, () => run("nearly", { seconds: 29, attributes: { "agent.iterations": 8 } })),
      several(20, () => run("looping", { attributes: { "agent.iterations": 9 } })),
      several(20, () => run("toolless", { attributes: { "tool.success": false } })),
      several(20, () => run(VERIFY_AGENT)),
    ];
    for (const spans of requests) expect(await collector.send("traces", traces(spans))).toBe(200);
    await eventually(
      () => latest(collector.metrics()),
      (series) => total(series, "agent.runs") === 1_120,
    );
    kept = await eventually(
      () => spansOf(collector.traces()),
      (spans) => spans.filter(({ plain }) => plain["gen_ai.agent.name"] === "slow").length === 40,
    );
  });
  afterAll(() => collector.stop());

  test.for(["failing", "slow", "looping", "toolless", VERIFY_AGENT])(
    "every trace of %s runs is kept",
    (agent) => {
      expect(runsKept(agent)).toBe(20);
    },
  );

  test("of ordinary runs about a tenth is kept", () => {
    // 1,000 draws at 10 %: outside of 60 to 140 once in 40,000 times.
    expect(runsKept("ordinary")).toBeGreaterThan(60);
    expect(runsKept("ordinary")).toBeLessThan(140);
    expect(runsKept("nearly")).toBeLessThan(15);
  });

  test("kept traces are whole", () => {
    const calls = kept.filter(({ name }) => name === "span");
    expect(calls).toHaveLength(kept.length / 2);
  });

  test("runs are counted whether or not their traces are kept", () => {
    const series = latest(collector.metrics());
    expect(total(series, "agent.runs", { "gen_ai.agent.name": "ordinary" })).toBe(1_000);
  });
});

test.for([
  ["2099-01-01", 50],
  ["2020-01-01", 0],
] as const)("with full sampling until %s, %d of 50 ordinary traces are kept", async (row) => {
  const [fullUntil, expected] = row;
  const sampling = { ...TENTH, baselinePercent: 0, fullUntil };
  const collector = await startCollector({ sampling });
  const spans = [...several(50, () => run("ordinary")), ...run(VERIFY_AGENT)];
  expect(await collector.send("traces", traces(spans))).toBe(200);
  const kept = await eventually(
    () => spansOf(collector.traces()),
    (seen) => seen.length >= 2 * expected + 2,
  );
  expect(kept).toHaveLength(2 * expected + 2);
  await collector.stop();
});
