import { div, gte, mul, n } from "@grafana/promql-builder";
import { METRICS } from "../components/core/metrics.ts";
import { increase, sumBy } from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import type { AlertsPlan } from "./plan.ts";
import { type AlertRule, QUIET } from "./rule.ts";
import { type Share, shares } from "./shares.ts";

const TOOL = ["deployment_environment_name", "service_name", "gen_ai_tool_name"] as const;

/** A tool of a service, whoever calls it; agents with a threshold of their own are looked at apart. */
export function toolRules(plan: AlertsPlan): readonly AlertRule[] {
  const { agents, toolFailure } = plan;
  return shares(agents, toolFailure.successBelowPercent, (own) => own.toolSuccessPercent).map(
    (share) => toolFailures(plan, share),
  );
}

function toolFailures({ toolFailure }: AlertsPlan, share: Share<number>): AlertRule {
  const { minimumCalls, windowSeconds, forSeconds } = toolFailure;
  const { value: successBelowPercent, which, suffix } = share;
  const all = increase(METRICS.toolCalls, windowSeconds, which);
  const bad = increase(METRICS.toolCalls, windowSeconds, { ...which, tool_success: "false" });
  const calls = sumBy(TOOL, all);
  return {
    id: `agent-tool-failure-spike${suffix}`,
    name: "AgentToolFailureSpike",
    severity: "critical",
    question: "Which percentage of a tool's calls failed?",
    // Failures, not successes: a tool that never succeeded has no success series to divide by.
    query: div(mul(n(100), sumBy(TOOL, bad)), calls),
    threshold: { above: percentLeft(successBelowPercent) },
    when: gte(calls, n(minimumCalls)),
    forSeconds,
    absence: QUIET,
    summary: ({ label, measured }) =>
      `Tool ${label("gen_ai_tool_name")} of ${label("service_name")} fails in ${measured(0)} % of its calls`,
    description: ({ label, measured }) =>
      `${measured(1)} % of the calls of tool ${label("gen_ai_tool_name")} in service ${label("service_name")} (${label("deployment_environment_name")}) failed in the last ${durationText(windowSeconds)}; success under ${successBelowPercent} % is not accepted.`,
  };
}

/** 100 − percent without the noise of binary fractions: 0.1, not 0.09999999999999432. */
function percentLeft(percent: number): number {
  return Number((100 - percent).toFixed(6));
}
