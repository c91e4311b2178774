import { describe, expect, test } from "vitest";
import { AGENTS } from "../../cli/demo/cast.ts";
import { provocations, SILENT_AGENT } from "../../cli/demo/provoke.ts";
import { Random } from "../../cli/demo/random.ts";
import { DECK } from "../../cli/demo/scenarios.ts";
import { schedule } from "../../cli/demo/schedule.ts";
import { SECRET_TEXTS } from "../../cli/demo/secrets.ts";
import { lengthOf, type RootScript, type RunScript } from "../../cli/traffic/script.ts";
import { MODELS } from "../../components/collector/models.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";

const runsOf = (run: RunScript): RunScript[] => [
  run,
  ...run.steps.flatMap((step) => (step.kind === "delegate" ? runsOf(step.run) : [])),
];
const callsOf = (root: RootScript) =>
  runsOf(root.run).flatMap(({ agent, steps }) => steps.map((step) => ({ agent, step })));

describe("the demo's runs", () => {
  test("the same seed and number give the same runs", () => {
    expect(schedule(7, 50)).toEqual(schedule(7, 50));
    expect(schedule(7, 50)).not.toEqual(schedule(8, 50));
  });

  test("a longer demo begins like a shorter one", () => {
    expect(schedule(7, 80).slice(0, 20)).toEqual(schedule(7, 20));
  });

  test("one deck shows every scenario as often as it says, whatever the seed", () => {
    const size = Object.values(DECK).reduce((sum, count) => sum + count, 0);
    for (const seed of [0, 1, 2 ** 31]) {
      const dealt = schedule(seed, size).map(({ scenario }) => scenario);
      for (const [scenario, count] of Object.entries(DECK))
        expect(dealt.filter((one) => one === scenario)).toHaveLength(count);
    }
  });

  test("runs cover errors, failing tools, loops, full windows, streams, caches and lost usage", () => {
    const roots = schedule(1, 56);
    const steps = roots.flatMap(callsOf).map(({ step }) => step);
    const models = steps.filter((step) => step.kind === "model");
    const failures = models.map(({ failure }) => failure?.type);
    expect(failures).toContain("RateLimitError");
    expect(failures).toContain("TimeoutError");
    expect(steps.some((step) => step.kind === "tool" && step.failure)).toBe(true);
    expect(roots.some(({ run }) => run.iterations === 12)).toBe(true);
    expect(roots.some(({ run }) => lengthOf(run).run > 45)).toBe(true);
    expect(models.some(({ firstChunkSeconds }) => firstChunkSeconds !== undefined)).toBe(true);
    expect(models.some(({ usage }) => usage?.cacheRead)).toBe(true);
    expect(models.some(({ usage, failure }) => !usage && !failure)).toBe(true);
    const shares = models.map(
      ({ model, usage }) => (usage?.input ?? 0) / (MODELS[model]?.window ?? 1),
    );
    expect(Math.max(...shares)).toBeGreaterThan(0.9);
    expect(Math.max(...shares)).toBeLessThan(1);
    for (const via of ["http", "queue"])
      expect(steps.some((step) => step.kind === "delegate" && step.via === via)).toBe(true);
  });

  test("every secret is in what is sent, so that its absence downstream proves something", () => {
    const sent = JSON.stringify(schedule(1, 56)).replaceAll("\\", "");
    for (const secret of SECRET_TEXTS) expect(sent).toContain(secret);
  });

  test("the collector's table has a price and a window for every model", () => {
    for (const { model } of Object.values(AGENTS))
      expect(MODELS[model.model]).toMatchObject({
        window: expect.any(Number) as number,
        output: expect.any(Number) as number,
      });
  });

  test("the agent whose silence is provoked has no ordinary run", () => {
    const agents = schedule(1, 200).flatMap(({ run }) => runsOf(run).map(({ agent }) => agent));
    expect(agents).not.toContain(SILENT_AGENT);
  });
});

describe("provoking the alerts", () => {
  const by = Object.fromEntries(
    provocations(DEFAULT_ALERTS, 1).map((provocation) => [provocation.alert, provocation]),
  );
  const stepsOf = (alert: string) => (by[alert]?.runs ?? []).flatMap(callsOf);

  test("loops go over the threshold of the plan", () => {
    for (const { run } of by["AgentLoopIterationsHigh"]?.runs ?? [])
      expect(run.iterations).toBeGreaterThan(DEFAULT_ALERTS.loop.iterations);
  });

  test("a tool fails too often in enough calls", () => {
    const tools = stepsOf("AgentToolFailureSpike").flatMap(({ step }) =>
      step.kind === "tool" ? [step] : [],
    );
    expect(tools.length).toBeGreaterThanOrEqual(DEFAULT_ALERTS.toolFailure.minimumCalls);
    expect(tools.filter(({ failure }) => failure)).toHaveLength(tools.length / 2);
  });

  test("a call fills more of the window than the plan accepts", () => {
    const shares = stepsOf("AgentTokenBudgetExceeded").flatMap(({ step }) =>
      step.kind === "model"
        ? [(100 * (step.usage?.input ?? 0)) / (MODELS[step.model]?.window ?? 1)]
        : [],
    );
    expect(Math.max(...shares)).toBeGreaterThan(DEFAULT_ALERTS.context.overPercent);
    expect(Math.max(...shares)).toBeLessThanOrEqual(100);
  });

  test("enough runs are slower than the plan accepts", () => {
    const runs = by["AgentLatencyP99High"]?.runs ?? [];
    expect(runs.length).toBeGreaterThanOrEqual(DEFAULT_ALERTS.latency.minimumRuns);
    for (const { run } of runs)
      expect(lengthOf(run).run).toBeGreaterThan(DEFAULT_ALERTS.latency.p99Seconds);
  });

  test("an agent runs once and says so in the window that it explains", () => {
    const { runs, firesAfterSeconds } = by["AgentTracesMissing"] ?? {};
    expect(runs?.map(({ run }) => run.agent)).toEqual([SILENT_AGENT]);
    expect(firesAfterSeconds).toBe(DEFAULT_ALERTS.missing.silentSeconds);
  });
});

describe("seeded numbers", () => {
  test("are spread evenly and stay within their bounds", () => {
    const random = new Random(3);
    const counts = Array.from({ length: 6 }, () => 0);
    for (let i = 0; i < 6000; i++) {
      const number = random.integer(0, 5);
      counts[number] = (counts[number] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(850);
    expect(counts.reduce((a, b) => a + b)).toBe(6000);
  });

  test("streams of one seed differ", () => {
    const first = (stream: number) => new Random(3, stream).next();
    expect(new Set([0, 1, 2, 3, -2, -3].map(first)).size).toBe(6);
  });
});
