import { and, div, gt, gte, n } from "@grafana/promql-builder";
import { METRICS } from "../components/core/metrics.ts";
import { increase, sumBy } from "../components/core/promql.ts";
import { countOver, medianOver } from "../components/core/promql-time.ts";
import { durationText } from "../components/core/promql-text.ts";
import { AGENT, agent } from "./agents.ts";
import type { AlertsPlan } from "./plan.ts";
import { type AlertRule, QUIET } from "./rule.ts";
import { type Share, shares } from "./shares.ts";

interface Surge {
  readonly factor: number;
  readonly floorUsd: number;
}

/** An agent that costs several times as much as it used to. */
export function costRules(plan: AlertsPlan): readonly AlertRule[] {
  const { agents, cost } = plan;
  const own = shares(agents, cost, ({ costFactor, costFloorUsd }): Surge | undefined =>
    costFactor === undefined && costFloorUsd === undefined
      ? undefined
      : { factor: costFactor ?? cost.factor, floorUsd: costFloorUsd ?? cost.floorUsd },
  );
  return own.map((share) => costSurge(plan, share));
}

/**
 * Only windows in which the agent cost anything count for its median: that of an agent that works by
 * day would be 0 over all hours, and every morning a surge.
 */
function costSurge({ cost }: AlertsPlan, share: Share<Surge>): AlertRule {
  const { windowSeconds, historySeconds, minimumWindows, evaluateEverySeconds } = cost;
  const { value, which, suffix } = share;
  const { factor, floorUsd } = value;
  const now = sumBy(AGENT, increase(METRICS.llmCost, windowSeconds, which));
  const worked = gt(now, n(0));
  const usual = medianOver(worked, historySeconds, windowSeconds);
  const known = countOver(worked, historySeconds, windowSeconds);
  const window = durationText(windowSeconds);
  return {
    id: `agent-cost-surge${suffix}`,
    name: "AgentCostSurge",
    severity: "warning",
    question: `How many times its own median of ${durationText(historySeconds)} did an agent cost in ${window}?`,
    query: div(now, usual),
    threshold: { above: factor },
    when: and(gt(now, n(floorUsd)), gte(known, n(minimumWindows))),
    forSeconds: 0,
    everySeconds: evaluateEverySeconds,
    absence: QUIET,
    summary: ({ label, measured }) =>
      `${label("gen_ai_agent_name")} costs ${measured(1)} times as much as usual`,
    description: (values) =>
      `${agent(values)} cost ${values.measured(1)} times its own median of the last ${durationText(historySeconds)} in the last ${window}, and more than ${floorUsd} USD; ${factor} times are accepted.`,
  };
}
