import { and, gt, lt, n } from "@grafana/promql-builder";
import type { AlertRule } from "../../alerts/rule.ts";
import type { Query } from "../../components/core/promql.ts";
import type { Asked } from "./describe.ts";
import type { RuleView } from "./document.ts";
import { type Kit, messageOf, tooDifferent } from "./kit.ts";

/** A rule of any revision: some say `above`, some have a threshold with two sides. */
type AnyRule = Omit<AlertRule, "question" | "threshold"> & {
  readonly above?: number;
  readonly threshold?: { readonly above?: number; readonly below?: number };
  readonly question?: string;
};

/** Stands for a value in a text of an alert. */
const NAMES = {
  measured: () => "‹value›",
  label: (name: string) => `‹${name}›`,
} as const;

/** Every rule of a kit. It asks two things: what is measured, and when the rule holds. */
export function describeRules(kit: Kit): readonly Asked<RuleView>[] {
  try {
    const rules: readonly AnyRule[] = kit.alertRules(kit.plan.alerts);
    return rules.map((rule) => describeRule(rule, kit));
  } catch (error) {
    throw tooDifferent(kit.name, messageOf(error));
  }
}

function describeRule(rule: AnyRule, kit: Kit): Asked<RuleView> {
  const limit = limitOf(rule);
  const compared = limit.side === "above" ? gt : lt;
  const holds: Query = compared(rule.query, n(limit.value));
  const { dialect } = kit.plan.dashboards;
  const expression = kit.queryText(rule.when ? and(holds, rule.when) : holds, { dialect });
  const query = kit.queryText(rule.query, { dialect });
  return {
    id: rule.id,
    name: rule.name,
    severity: rule.severity,
    question: rule.question ?? "",
    query,
    expression,
    limit,
    forSeconds: rule.forSeconds,
    summary: rule.summary(NAMES),
    description: rule.description(NAMES),
    runbook: `${kit.plan.alerts.runbookBaseUrl}/${kit.runbookFile(rule.name)}`,
    asked: [query, expression],
  };
}

function limitOf({ id, above, threshold = {} }: AnyRule): RuleView["limit"] {
  const high = above ?? threshold.above;
  if (high !== undefined) return { side: "above", value: high };
  if (threshold.below !== undefined) return { side: "below", value: threshold.below };
  throw new Error(`rule ${id} has no threshold`);
}
