import { and, gt, lt, n } from "@grafana/promql-builder";
import type { Query } from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import type { AlertsPlan } from "./plan.ts";
import type { AlertRule } from "./rule.ts";
import { alertRules } from "./rules.ts";

/** The rule group's name: alerts carry it as the label `alertgroup`. */
export const RULE_GROUP = "agentobs";

/** Rules that are evaluated together, in one rhythm. */
export interface RuleGroup {
  readonly name: string;
  readonly everySeconds: number;
  readonly rules: readonly AlertRule[];
}

/** All rules by rhythm; most have the stack's own. */
export function ruleGroups(plan: AlertsPlan): readonly RuleGroup[] {
  const rhythms = Map.groupBy(
    alertRules(plan),
    ({ everySeconds }) => everySeconds ?? plan.evaluateEverySeconds,
  );
  return [...rhythms].map(([everySeconds, rules]) => ({
    name:
      everySeconds === plan.evaluateEverySeconds
        ? RULE_GROUP
        : `${RULE_GROUP}-${durationText(everySeconds)}`,
    everySeconds,
    rules,
  }));
}

/** The rule as one query that gives a series for each alert, for backends that compare in the query. */
export function firesWhen({ query, threshold, when }: AlertRule): Query {
  const fires =
    "above" in threshold ? gt(query, n(threshold.above)) : lt(query, n(threshold.below));
  return when ? and(fires, when) : fires;
}

/** `> 10`, `< 7` */
export function thresholdText({ threshold }: AlertRule): string {
  return "above" in threshold ? `> ${threshold.above}` : `< ${threshold.below}`;
}
