import { type Dialect, durationText } from "../components/core/promql-text.ts";
import type { AlertsPlan } from "./plan.ts";
import { ruleText } from "./rule-text.ts";
import { firesWhen, type RuleGroup } from "./groups.ts";
import { type AlertRule, runbookFile, type TextValues } from "./rule.ts";

interface GroupOptions {
  readonly dialect: Dialect;
  readonly plan: Pick<AlertsPlan, "environment" | "pushedEverySeconds" | "runbookBaseUrl">;
}

/**
 * A rule group as vmalert, Prometheus and the Prometheus operator have it.
 * https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule_group
 */
export function prometheusGroup({ name, everySeconds, rules }: RuleGroup, options: GroupOptions) {
  return {
    name,
    interval: durationText(everySeconds),
    rules: rules.map((rule) => prometheusRule(rule, options)),
  };
}

function prometheusRule(rule: AlertRule, { dialect, plan }: GroupOptions) {
  return {
    alert: rule.name,
    expr: ruleText(firesWhen(rule), plan, dialect),
    ...(rule.forSeconds > 0 ? { for: durationText(rule.forSeconds) } : {}),
    labels: { severity: rule.severity, ...rule.labels },
    annotations: {
      summary: rule.summary(TEMPLATE),
      description: rule.description(TEMPLATE),
      runbook_url: `${plan.runbookBaseUrl}/${runbookFile(rule.name)}`,
    },
  };
}

// https://docs.victoriametrics.com/victoriametrics/vmalert/#templating
const TEMPLATE: TextValues = {
  measured: (decimals) => `{{ printf "%.${decimals}f" $value }}`,
  label: (name) => `{{ $labels.${name} }}`,
};
