import { div, lt, mul, n } from "@grafana/promql-builder";
import { latest, maxBy, minBy } from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import { fall } from "../components/core/promql-time.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";
import { fullInDays } from "./disk.ts";
import type { RuleGroup } from "./groups.ts";
import type { AlertsPlan } from "./plan.ts";
import type { AlertRule } from "./rule.ts";

const VOLUME = ["persistentvolumeclaim"] as const;

/**
 * Every volume of a stack in a cluster, by what the kubelet says of it. For the Prometheus that the
 * cluster has: asking a kubelet takes access to the cluster's API, which no part of the kit has.
 * https://kubernetes.io/docs/reference/instrumentation/metrics/
 */
export function volumeRules(plan: AlertsPlan, namespace: string): RuleGroup {
  const { criticalDays, warningDays } = plan.disk;
  return {
    name: "agentobs-volumes",
    everySeconds: plan.evaluateEverySeconds,
    rules: [
      filling(plan, namespace, "critical", criticalDays),
      filling(plan, namespace, "warning", warningDays),
    ],
  };
}

function filling(
  plan: AlertsPlan,
  namespace: string,
  severity: "warning" | "critical",
  days: number,
): AlertRule {
  const { windowSeconds, belowFreePercent } = plan.disk;
  const free = minBy(VOLUME, latest(SELF_METRICS.volumeFree, { namespace }));
  const size = maxBy(VOLUME, latest(SELF_METRICS.volumeSize, { namespace }));
  const perSecond = maxBy(VOLUME, fall(SELF_METRICS.volumeFree, windowSeconds, { namespace }));
  return {
    ...fullInDays(plan, free, perSecond, days),
    id: `disk-filling-up-volume-${severity}`,
    severity,
    question: "In how many days is a volume of the stack full?",
    when: lt(div(mul(n(100), free), size), n(belowFreePercent)),
    summary: ({ label, measured }) =>
      `The volume ${label("persistentvolumeclaim")} is full in ${measured(1)} days`,
    description: ({ label, measured }) =>
      `At the rate of the last ${durationText(windowSeconds)} the volume of the claim ${label("persistentvolumeclaim")} is full in ${measured(1)} days.`,
  };
}
