import { describe, expect, test } from "vitest";
import type { SettingsInput } from "../../stacks/settings.ts";
import { ALL, managed } from "../support/honeycomb/managed.ts";

const triggerOf = (own: Partial<SettingsInput>, name: string) => {
  const found = managed(own).triggers.find(({ trigger }) => trigger.name.startsWith(name));
  if (!found) throw new Error(`there is no ${name}`);
  return found.trigger;
};

test("a window that no trigger can have is named, and the others are made", () => {
  const alerts = { loop: { windowSeconds: 90_000 }, context: { windowSeconds: 10 } };
  const { triggers, notHeld } = managed({ alerts });
  expect(notHeld.get("windows under 15 s or over a day")).toEqual([
    "AgentLoopIterationsHigh",
    "AgentTokenBudgetExceeded",
  ]);
  expect(triggers.map(({ id }) => id)).toEqual([
    "agent-latency-p99-high",
    "agent-tool-failure-spike",
    "pipeline-silent-nothing-received",
  ]);
});

test("of an alert that Honeycomb holds in part, the part that it can't is named by its case", () => {
  const own = "what the kit's own parts say about themselves, which is not sent there";
  expect(managed().notHeld.get(own)).toContain("PipelineSilent (collector-down)");
  expect(managed().notHeld.get(own)).toContain("BackendDown");
});

test("a trigger is never looked at more rarely than four times its window", () => {
  const own = { honeycomb: { ...ALL, frequencySeconds: 86_400 } };
  expect(triggerOf(own, "AgentLatencyP99High").frequency).toBe(2400);
});

describe("a trigger says what its rule says", () => {
  test("over 1 % of runs above 8 iterations is the 99th percentile above 8", () => {
    const { query, threshold, frequency } = triggerOf({}, "AgentLoopIterationsHigh");
    expect(query.calculations).toEqual([{ op: "P99", column: "agent.run.iterations" }]);
    expect(threshold).toEqual({ op: ">", value: 8, exceeded_limit: 1 });
    expect([query.time_range, query.granularity, frequency]).toEqual([3600, 3600, 900]);
  });

  test("a share between two percentiles takes the stricter one, and says so", () => {
    const own = { alerts: { loop: { overPercent: 3 } } };
    expect(triggerOf(own, "AgentLoopIterationsHigh").query.calculations).toMatchObject([
      { op: "P99" },
    ]);
    expect(managed(own).notHeld.get("a share of 3 % of the runs (it is 1 %: P99)")).toEqual([
      "AgentLoopIterationsHigh",
    ]);
  });

  test("failed calls are divided by all calls, once there are enough of them", () => {
    const { query, threshold } = triggerOf({}, "AgentToolFailureSpike");
    expect(query.formulas).toEqual([
      {
        name: "failed_percent",
        expression: "IF(GTE($calls, 10), MUL(100, DIV($failed, $calls)), 0)",
      },
    ]);
    expect(threshold.value).toBe(10);
  });

  test("a time that must hold becomes checks in a row, five at most", () => {
    const held = (forSeconds: number) =>
      triggerOf({ alerts: { latency: { forSeconds } } }, "AgentLatencyP99High").threshold
        .exceeded_limit;
    expect([held(0), held(180), held(181), held(7200)]).toEqual([1, 2, 3, 5]);
  });

  test("an agent's own threshold is a trigger of its own, and the general one leaves it out", () => {
    const own = { agents: [{ name: "coder", thresholds: { p99Seconds: 120 } }] };
    const { triggers } = managed(own);
    const [general, special] = triggers.filter(({ id }) => id.startsWith("agent-latency"));
    expect(general?.trigger.query.filters).toContainEqual({
      column: "gen_ai.agent.name",
      op: "not-in",
      value: ["coder"],
    });
    expect(special?.trigger.threshold.value).toBe(120);
  });

  test("a declared agent is missing when no point of it came, without groups", () => {
    const own = { agents: [{ name: "coder", service: "ide" }] };
    const { query, threshold } = triggerOf(own, "AgentTracesMissing");
    expect(query).toEqual({
      calculations: [{ op: "COUNT_DATAPOINTS", column: "agent.last_seen" }],
      filters: [
        { column: "gen_ai.agent.name", op: "=", value: "coder" },
        { column: "service.name", op: "=", value: "ide" },
      ],
      time_range: 300,
      granularity: 300,
    });
    expect(threshold).toEqual({ op: "<", value: 1, exceeded_limit: 1 });
  });
});
