import { expect, test } from "vitest";
import { extraBuckets } from "../../alerts/buckets.ts";
import type { AlertedAgent, AlertsPlan, OwnThresholds } from "../../alerts/plan.ts";
import { alertRules } from "../../alerts/rules.ts";
import { shares } from "../../alerts/shares.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";

const agent = (name: string, service?: string, own?: OwnThresholds): AlertedAgent => ({
  name,
  service,
  intermittent: false,
  own,
});
const AGENTS = [
  agent("planner", "shop", { iterations: 20, p99Seconds: 900 }),
  agent("planner", "office", { iterations: 30 }),
  agent("coder", undefined, { iterations: 40, costFloorUsd: 50 }),
  agent("writer", "shop"),
];
const PLAN: AlertsPlan = { ...DEFAULT_ALERTS, agents: AGENTS };

/** The thresholds that hold for an agent of a service. */
function holding(name: string, service: string): number[] {
  type Matcher = string | { readonly noneOf: readonly string[] } | undefined;
  const matches = (matcher: Matcher, value: string) =>
    matcher === undefined ||
    (typeof matcher === "string" ? matcher === value : !matcher.noneOf.includes(value));
  return shares(AGENTS, 8, (own) => own.iterations)
    .filter(
      ({ which }) => matches(which.gen_ai_agent_name, name) && matches(which.service_name, service),
    )
    .map(({ value }) => value);
}

test("every agent has exactly one threshold, its own where it is declared", () => {
  expect(holding("planner", "shop")).toEqual([20]);
  expect(holding("planner", "office")).toEqual([30]);
  expect(holding("planner", "elsewhere")).toEqual([8]);
  expect(holding("coder", "anywhere")).toEqual([40]);
  expect(holding("writer", "shop")).toEqual([8]);
  expect(holding("stranger", "shop")).toEqual([8]);
});

test("an agent's own thresholds are bucket bounds as well", () => {
  expect(extraBuckets(PLAN)).toEqual({
    runIterations: [8, 20, 30, 40],
    llmContextUtilization: [90],
    runDuration: [30, 900, 1800],
  });
});

test("an agent that differs in nothing has no rule of its own", () => {
  const plan = { ...DEFAULT_ALERTS, agents: [agent("writer", "shop", {})] };
  const others = (of: AlertsPlan) =>
    alertRules(of).filter(({ name }) => name !== "AgentTracesMissing" && name !== "PipelineSilent");
  expect(others(plan).map(({ id }) => id)).toEqual(others(DEFAULT_ALERTS).map(({ id }) => id));
});

test("one threshold of the cost may be an agent's own, and the other the general one", () => {
  const rule = alertRules(PLAN).find(({ id }) => id === "agent-cost-surge-coder");
  expect(rule?.threshold).toEqual({ above: 3 });
  expect(JSON.stringify(rule?.when?.build())).toContain('"value":50');
});

test("agents that may be silent for different times have rules of their own", () => {
  const agents = [agent("a"), agent("b", undefined, { silentSeconds: 3600 })];
  const rules = alertRules({ ...DEFAULT_ALERTS, agents });
  expect(rules.map(({ id }) => id).filter((id) => id.includes("declared"))).toEqual([
    "agent-traces-missing-declared",
    "agent-traces-missing-declared-3600s",
    "agent-traces-missing-undeclared",
  ]);
});
