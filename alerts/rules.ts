import { div, gte, mul, n } from "@grafana/promql-builder";
import { METRICS } from "../components/core/metrics.ts";
import {
  type GroupBy,
  increase,
  observations,
  observationsAbove,
  quantile,
  sumBy,
} from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import { missingRules } from "./missing.ts";
import type { AlertsPlan } from "./plan.ts";
import type { AlertRule, TextValues } from "./rule.ts";

/** One agent in one environment, over all replicas of the collector. */
const AGENT = [
  "deployment_environment_name",
  "service_name",
  "gen_ai_agent_name",
] as const satisfies GroupBy;
const TOOL = ["deployment_environment_name", "service_name", "gen_ai_tool_name"] as const;

/** Every rule of the kit, from the plan's thresholds and windows. */
export function alertRules(plan: AlertsPlan): readonly AlertRule[] {
  return [
    loopIterations(plan),
    toolFailures(plan),
    contextWindow(plan),
    latency(plan),
    ...missingRules(plan, AGENT),
  ];
}

function loopIterations({ loop }: AlertsPlan): AlertRule {
  const { iterations, overPercent, windowSeconds } = loop;
  const runaways = observationsAbove(METRICS.runIterations, iterations, windowSeconds, AGENT);
  const runs = sumBy(AGENT, observations(METRICS.runIterations, windowSeconds));
  return {
    id: "agent-loop-iterations-high",
    name: "AgentLoopIterationsHigh",
    severity: "warning",
    query: div(mul(n(100), runaways), runs),
    above: overPercent,
    forSeconds: 0,
    summary: ({ label, measured }) =>
      `${label("gen_ai_agent_name")} loops: ${measured(1)} % of its runs need more than ${iterations} iterations`,
    description: (value) =>
      `${agent(value)} ended ${value.measured(1)} % of its runs of the last ${durationText(windowSeconds)} after more than ${iterations} iterations; ${overPercent} % are accepted.`,
  };
}

function toolFailures({ toolFailure }: AlertsPlan): AlertRule {
  const { successBelowPercent, minimumCalls, windowSeconds, forSeconds } = toolFailure;
  const calls = sumBy(TOOL, increase(METRICS.toolCalls, windowSeconds));
  const failed = sumBy(TOOL, increase(METRICS.toolCalls, windowSeconds, { tool_success: "false" }));
  return {
    id: "agent-tool-failure-spike",
    name: "AgentToolFailureSpike",
    severity: "critical",
    // Failures, not successes: a tool that never succeeded has no success series to divide by.
    query: div(mul(n(100), failed), calls),
    above: percentLeft(successBelowPercent),
    when: gte(calls, n(minimumCalls)),
    forSeconds,
    summary: ({ label, measured }) =>
      `Tool ${label("gen_ai_tool_name")} of ${label("service_name")} fails in ${measured(0)} % of its calls`,
    description: ({ label, measured }) =>
      `${measured(1)} % of the calls of tool ${label("gen_ai_tool_name")} in service ${label("service_name")} (${label("deployment_environment_name")}) failed in the last ${durationText(windowSeconds)}; success under ${successBelowPercent} % is not accepted.`,
  };
}

function contextWindow({ context }: AlertsPlan): AlertRule {
  const { overPercent, windowSeconds } = context;
  const by = [...AGENT, "gen_ai_request_model"] as const;
  return {
    id: "agent-token-budget-exceeded",
    name: "AgentTokenBudgetExceeded",
    severity: "warning",
    query: observationsAbove(METRICS.llmContextUtilization, overPercent, windowSeconds, by),
    // Half a call: stores that extrapolate a counter's growth report fractions of one.
    above: 0.5,
    forSeconds: 0,
    summary: ({ label }) =>
      `${label("gen_ai_agent_name")} fills over ${overPercent} % of the context window of ${label("gen_ai_request_model")}`,
    description: (value) =>
      `${agent(value)} made ${value.measured(0)} calls in the last ${durationText(windowSeconds)} whose input took over ${overPercent} % of the context window of ${value.label("gen_ai_request_model")}. What doesn't fit is cut off or refused.`,
  };
}

function latency(plan: AlertsPlan): AlertRule {
  const { p99Seconds, minimumRuns, windowSeconds, forSeconds } = plan.latency;
  const runs = sumBy(AGENT, observations(METRICS.runDuration, windowSeconds));
  return {
    id: "agent-latency-p99-high",
    name: "AgentLatencyP99High",
    severity: "critical",
    query: quantile(0.99, METRICS.runDuration, windowSeconds, AGENT),
    above: p99Seconds,
    when: gte(runs, n(minimumRuns)),
    forSeconds,
    summary: ({ label, measured }) =>
      `${label("gen_ai_agent_name")} is slow: p99 of its runs is ${measured(0)} s`,
    description: (value) =>
      `The slowest 1 % of the runs of ${agent(value)} took ${value.measured(1)} s or longer in the last ${durationText(windowSeconds)}; ${p99Seconds} s are accepted.`,
  };
}

/** Names an agent in a sentence. */
function agent({ label }: TextValues): string {
  return `${label("gen_ai_agent_name")} in service ${label("service_name")} (${label("deployment_environment_name")})`;
}

/** 100 − percent without the noise of binary fractions: 0.1, not 0.09999999999999432. */
function percentLeft(percent: number): number {
  return Number((100 - percent).toFixed(6));
}
