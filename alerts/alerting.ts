import { increase, sumBy } from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";
import type { AlertsPlan } from "./plan.ts";
import { type AlertRule, QUIET } from "./rule.ts";

/** Whether rules are evaluated and what fires reaches somebody. */
export function alertingRules(plan: AlertsPlan): readonly AlertRule[] {
  return [evaluation(plan), handover(plan), notification(plan)];
}

function evaluation(plan: AlertsPlan): AlertRule {
  const window = durationText(plan.pipeline.windowSeconds);
  return {
    ...broken(plan),
    id: "alerting-broken-rules",
    question: "How many times could a rule not be evaluated?",
    query: sumBy(["job", "instance"], increase(SELF_METRICS.evaluationErrors, seconds(plan))),
    summary: () => "Alert rules can't be evaluated",
    description: ({ measured }) =>
      `${measured(0)} evaluations of rules failed in the last ${window}: what they watch is unwatched.`,
  };
}

function handover(plan: AlertsPlan): AlertRule {
  const window = durationText(plan.pipeline.windowSeconds);
  return {
    ...broken(plan),
    id: "alerting-broken-handover",
    question: "How many alerts did not get to Alertmanager?",
    query: sumBy(["job", "instance"], increase(SELF_METRICS.alertsNotSent, seconds(plan))),
    summary: () => "Alerts don't get to Alertmanager",
    description: ({ measured }) =>
      `${measured(0)} alerts did not get from vmalert to Alertmanager in the last ${window}. This one comes late for the same reason.`,
  };
}

function notification(plan: AlertsPlan): AlertRule {
  const window = durationText(plan.pipeline.windowSeconds);
  const by = ["job", "instance", "integration", "receiver_name", "reason"] as const;
  const { occasionalReceivers: noneOf } = plan;
  const where = noneOf.length > 0 ? { receiver_name: { noneOf } } : {};
  return {
    ...broken(plan),
    id: "alerting-broken-notification",
    question: "How many notifications did their receiver not get?",
    query: sumBy(by, increase(SELF_METRICS.notificationsFailed, seconds(plan), where)),
    summary: ({ label }) => `Notifications to ${label("receiver_name")} fail`,
    description: ({ label, measured }) =>
      `${measured(0)} notifications to ${label("receiver_name")} failed in the last ${window} (${label("reason")}): somebody was not told.`,
  };
}

const seconds = (plan: AlertsPlan) => plan.pipeline.windowSeconds;

function broken(plan: AlertsPlan) {
  return {
    name: "AlertingBroken",
    severity: "critical",
    threshold: { above: 0.5 },
    forSeconds: plan.pipeline.forSeconds,
    labels: { deployment_environment_name: plan.environment },
    absence: { ...QUIET, why: "the counters appear with the first failure" },
  } as const;
}
