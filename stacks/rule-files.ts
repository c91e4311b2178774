import { grafanaGroups } from "../alerts/grafana.ts";
import {
  grafanaNotHeld,
  type NotHeld,
  prometheusRuleNotHeld,
  vmalertNotHeld,
} from "../alerts/not-held.ts";
import { ruleGroups } from "../alerts/groups.ts";
import { prometheusRuleFile } from "../alerts/prometheus-rule.ts";
import { rulesSummary } from "../alerts/summary.ts";
import { volumeRules } from "../alerts/volumes.ts";
import { honeycombCantHold } from "./honeycomb-objects.ts";
import type { Plan } from "./plan.ts";
import { speaksPromql } from "./promql-stores.ts";

const FILES = {
  vmalert: "rules/agentobs.yaml",
  prometheusRule: "rules/prometheus-rule.yaml",
  grafana: "rules/grafana-rules.json",
  honeycomb: "honeycomb/triggers.json",
} as const;

/** The rules for backends that this stack does not run, and for people. vmalert's stand with it. */
export function ruleFiles(plan: Plan): Readonly<Record<string, string>> {
  const { alerts, dashboards, grafanaRules, kubernetes } = plan;
  const operator = { name: "agentobs", dialect: "prometheus", labels: {} } as const;
  const volumes = { ...operator, name: "agentobs-volumes" };
  const summary = rulesSummary(alerts, dashboards.dialect, rulesNotHeld(plan));
  if (!speaksPromql(plan)) return { "rules/summary.md": summary };
  const groups = grafanaGroups(alerts, grafanaRules);
  return {
    [FILES.prometheusRule]: prometheusRuleFile(alerts, ruleGroups(alerts), operator),
    [FILES.grafana]: `${JSON.stringify(groups, null, 2)}\n`,
    ...(kubernetes && {
      "rules/volumes.yaml": prometheusRuleFile(
        alerts,
        [volumeRules(alerts, kubernetes.namespace)],
        volumes,
      ),
    }),
    "rules/summary.md": summary,
  };
}

/** What each file of rules can't say, by file. */
export function rulesNotHeld(plan: Plan): Readonly<Record<string, readonly NotHeld[]>> {
  const { alerts, alertmanager, grafanaRules, honeycomb, workloads } = plan;
  return {
    ...(speaksPromql(plan) && {
      ...(workloads.includes("vmalert") && { [FILES.vmalert]: vmalertNotHeld(alerts) }),
      [FILES.prometheusRule]: prometheusRuleNotHeld(alerts, alertmanager),
      [FILES.grafana]: grafanaNotHeld(alerts, alertmanager, grafanaRules),
    }),
    ...(honeycomb && { [FILES.honeycomb]: honeycombCantHold(plan, honeycomb) }),
  };
}

/** What Grafana-managed rules can't say, a line each. */
export const grafanaNotHeldLines = ({ alerts, alertmanager, grafanaRules }: Plan): string[] =>
  grafanaNotHeld(alerts, alertmanager, grafanaRules).map(
    ({ what, names }) => `${what}: ${names.join(", ")}`,
  );
