import { unless } from "@grafana/promql-builder";
import type { WorkloadName } from "../components/core/names.ts";
import { absent, maxBy, present } from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";
import type { AlertsPlan } from "./plan.ts";
import type { AlertRule } from "./rule.ts";
import { SILENT, silent } from "./silent.ts";

/*
 * Silence where nobody scrapes: there is no `up` that could be 0, only reports that stop.
 */

export const COLLECTOR = { job: "collector" satisfies WorkloadName } as const;

/** One report may be late or lost. */
const REPORTS_MISSED = 2.5;
/** A replica that was seen so long ago, and not since, is down; before that it was taken away. */
const REMEMBERED_SECONDS = 3600;

/** Without a report for so long a collector is silent: never less than it takes to miss some. */
function silentSeconds({ pipeline, pushedEverySeconds = 0 }: AlertsPlan, share: number): number {
  return Math.ceil(Math.max(pipeline.downSeconds * share, REPORTS_MISSED * pushedEverySeconds));
}

/** 1 for each replica that reports. */
export const reports = (plan: AlertsPlan) =>
  present(SELF_METRICS.collectorUptime, silentSeconds(plan, 1), COLLECTOR);

/** No replica of the collector reports: either none runs, or none reaches the store. */
export function nobodyReports(plan: AlertsPlan): AlertRule {
  const window = silentSeconds(plan, 0.5);
  return {
    ...silent(plan),
    id: "pipeline-silent-collector-unknown",
    severity: "critical",
    question: `Has no collector reported for ${durationText(window)}?`,
    query: absent(SELF_METRICS.collectorUptime, window, COLLECTOR),
    threshold: { above: 0 },
    // On a new stack nothing has been reported yet.
    forSeconds: Math.ceil(plan.pipeline.downSeconds / 2),
    summary: () => "No collector reports: nothing is known about any agent",
    description: () =>
      `No collector has reported to this store for ${durationText(window)}. Either none runs, or none reaches the store. Until one does the other rules say nothing about agents, and agents may lose spans.`,
  };
}

/** One replica of either tier no longer reports: the only part that can be missed. */
export function collectorFellSilent(plan: AlertsPlan): AlertRule {
  const window = silentSeconds(plan, 1);
  const by = ["job", "instance"] as const;
  const lately = maxBy(by, present(SELF_METRICS.collectorUptime, REMEMBERED_SECONDS));
  const now = maxBy(by, present(SELF_METRICS.collectorUptime, window));
  return {
    id: "backend-down",
    name: "BackendDown",
    severity: "critical",
    question: `Which collector reported within ${durationText(REMEMBERED_SECONDS)}, but not within ${durationText(window)}?`,
    query: unless(lately, now),
    threshold: { above: 0 },
    forSeconds: 0,
    labels: { deployment_environment_name: plan.environment },
    absence: SILENT,
    summary: ({ label }) => `${label("job")} does not report`,
    description: ({ label }) =>
      `${label("instance")} (${label("job")}) has not reported for ${durationText(window)}: it is down, or does not reach the store. A replica that was taken away is forgotten after ${durationText(REMEMBERED_SECONDS)}.`,
  };
}
