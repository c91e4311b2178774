import { div, gte, mul, n } from "@grafana/promql-builder";
import { METRICS } from "../components/core/metrics.ts";
import {
  type GroupBy,
  observations,
  observationsAbove,
  quantile,
  sumBy,
} from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import type { AlertsPlan } from "./plan.ts";
import { type AlertRule, QUIET, type TextValues } from "./rule.ts";
import { type Share, shares } from "./shares.ts";

/** One agent in one environment, over all replicas of the collector. */
export const AGENT = [
  "deployment_environment_name",
  "service_name",
  "gen_ai_agent_name",
] as const satisfies GroupBy;

/** What one agent's runs and calls say. Each alert has a rule per threshold of its own. */
export function agentRules(plan: AlertsPlan): readonly AlertRule[] {
  const { agents, loop, context, latency } = plan;
  return [
    ...shares(agents, loop.iterations, (own) => own.iterations).map((share) =>
      loopIterations(plan, share),
    ),
    ...shares(agents, context.overPercent, (own) => own.contextPercent).map((share) =>
      contextWindow(plan, share),
    ),
    ...shares(agents, latency.p99Seconds, (own) => own.p99Seconds).map((share) =>
      slowRuns(plan, share),
    ),
  ];
}

function loopIterations({ loop }: AlertsPlan, share: Share<number>): AlertRule {
  const { overPercent, windowSeconds } = loop;
  const { value: iterations, which, suffix } = share;
  const metric = METRICS.runIterations;
  const runaways = observationsAbove(metric, iterations, windowSeconds, AGENT, which);
  const runs = sumBy(AGENT, observations(metric, windowSeconds, which));
  return {
    id: `agent-loop-iterations-high${suffix}`,
    name: "AgentLoopIterationsHigh",
    severity: "warning",
    question: `Which percentage of an agent's runs needed more than ${iterations} iterations?`,
    query: div(mul(n(100), runaways), runs),
    threshold: { above: overPercent },
    forSeconds: 0,
    absence: QUIET,
    summary: ({ label, measured }) =>
      `${label("gen_ai_agent_name")} loops: ${measured(1)} % of its runs need more than ${iterations} iterations`,
    description: (value) =>
      `${agent(value)} ended ${value.measured(1)} % of its runs of the last ${durationText(windowSeconds)} after more than ${iterations} iterations; ${overPercent} % are accepted.`,
  };
}

function contextWindow({ context }: AlertsPlan, share: Share<number>): AlertRule {
  const { windowSeconds } = context;
  const { value: overPercent, which, suffix } = share;
  const by = [...AGENT, "gen_ai_request_model"] as const;
  return {
    id: `agent-token-budget-exceeded${suffix}`,
    name: "AgentTokenBudgetExceeded",
    severity: "warning",
    question: `How many calls used over ${overPercent} % of their model's context window?`,
    query: observationsAbove(METRICS.llmContextUtilization, overPercent, windowSeconds, by, which),
    // Half a call: stores that extrapolate a counter's growth report fractions of one.
    threshold: { above: 0.5 },
    forSeconds: 0,
    absence: QUIET,
    summary: ({ label }) =>
      `${label("gen_ai_agent_name")} fills over ${overPercent} % of the context window of ${label("gen_ai_request_model")}`,
    description: (value) =>
      `${agent(value)} made ${value.measured(0)} calls in the last ${durationText(windowSeconds)} whose input took over ${overPercent} % of the context window of ${value.label("gen_ai_request_model")}. What doesn't fit is cut off or refused.`,
  };
}

function slowRuns(plan: AlertsPlan, share: Share<number>): AlertRule {
  const { minimumRuns, windowSeconds, forSeconds } = plan.latency;
  const { value: p99Seconds, which, suffix } = share;
  const runs = sumBy(AGENT, observations(METRICS.runDuration, windowSeconds, which));
  return {
    id: `agent-latency-p99-high${suffix}`,
    name: "AgentLatencyP99High",
    severity: "critical",
    question: "How many seconds do 99 % of an agent's runs stay under?",
    query: quantile(0.99, METRICS.runDuration, windowSeconds, AGENT, which),
    threshold: { above: p99Seconds },
    when: gte(runs, n(minimumRuns)),
    forSeconds,
    absence: QUIET,
    summary: ({ label, measured }) =>
      `${label("gen_ai_agent_name")} is slow: p99 of its runs is ${measured(0)} s`,
    description: (value) =>
      `The slowest 1 % of the runs of ${agent(value)} took ${value.measured(1)} s or longer in the last ${durationText(windowSeconds)}; ${p99Seconds} s are accepted.`,
  };
}

/** Names an agent in a sentence. */
export function agent({ label }: TextValues): string {
  return `${label("gen_ai_agent_name")} in service ${label("service_name")} (${label("deployment_environment_name")})`;
}
