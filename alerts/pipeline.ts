import { div, gt, mul, n, unless } from "@grafana/promql-builder";
import { increase, latest, maxBy, minBy, sumBy } from "../components/core/promql.ts";
import { lowest } from "../components/core/promql-time.ts";
import { durationText } from "../components/core/promql-text.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";
import { lossRules } from "./losses.ts";
import type { AlertsPlan } from "./plan.ts";
import type { Absence, AlertRule } from "./rule.ts";

/** A queue of one collector replica. */
const QUEUE = ["job", "instance", "exporter"] as const;

/** Without an answer of the collector PipelineSilent fires, so these need not. */
const UNKNOWN: Absence = {
  noData: "ok",
  error: "keeps its state",
  why: "a collector that reports nothing is PipelineSilent's and BackendDown's news",
};

/** What the collector says about itself: whether everything that came in gets out again. */
export function pipelineRules(plan: AlertsPlan): readonly AlertRule[] {
  return [
    destinationFailing(plan, "traces"),
    destinationFailing(plan, "metrics"),
    refusing(plan),
    ...lossRules(plan),
    queueNearFull(plan),
  ];
}

const SENT = { traces: SELF_METRICS.spansSent, metrics: SELF_METRICS.pointsSent } as const;

/**
 * Something waited all the time and nothing was taken. Failed attempts are no measure: the exporter
 * retries for ever, and counts a failure only when it gives up.
 */
function destinationFailing(plan: AlertsPlan, signal: keyof typeof SENT): AlertRule {
  const { windowSeconds } = plan.pipeline;
  const waiting = maxBy(
    QUEUE,
    lowest(SELF_METRICS.queueSize, windowSeconds, { data_type: signal }),
  );
  const sent = sumBy(QUEUE, increase(SENT[signal], windowSeconds));
  return {
    id: `destination-failing-${signal}`,
    name: "DestinationFailing",
    severity: "critical",
    question: `How many ${signal === "traces" ? "spans" : "metric points"} have waited for ${durationText(windowSeconds)} for a destination that took none?`,
    query: unless(waiting, gt(sent, n(0))),
    threshold: { above: 0 },
    forSeconds: 0,
    labels: { deployment_environment_name: plan.environment },
    absence: UNKNOWN,
    summary: ({ label }) => `${label("exporter")} takes no ${signal}`,
    description: ({ label, measured }) =>
      `${label("exporter")} has taken no ${signal} of ${label("instance")} for ${durationText(windowSeconds)}, while at least ${measured(0)} waited in its queue. They wait on disk, so nothing is lost until the queue is full.`,
  };
}

function refusing(plan: AlertsPlan): AlertRule {
  const { windowSeconds, forSeconds } = plan.pipeline;
  const by = ["job", "instance", "receiver", "transport"] as const;
  return {
    id: "collector-refusing-spans",
    name: "CollectorRefusingSpans",
    severity: "warning",
    question: "How many spans did the collector send back?",
    query: sumBy(by, increase(SELF_METRICS.spansRefused, windowSeconds)),
    // Half a span: stores that extrapolate a counter's growth report fractions of one.
    threshold: { above: 0.5 },
    forSeconds,
    labels: { deployment_environment_name: plan.environment },
    absence: UNKNOWN,
    summary: ({ label }) => `The collector ${label("instance")} refuses spans`,
    description: ({ label, measured }) =>
      `${label("instance")} sent ${measured(0)} spans back in the last ${durationText(windowSeconds)} (${label("transport")}), because its memory ran short. Agents retry for a while, then drop them.`,
  };
}

function queueNearFull(plan: AlertsPlan): AlertRule {
  const { queuePercent, forSeconds } = plan.pipeline;
  const by = [...QUEUE, "data_type"] as const;
  const size = maxBy(by, latest(SELF_METRICS.queueSize));
  const capacity = minBy(by, latest(SELF_METRICS.queueCapacity));
  return {
    id: "collector-queue-near-full",
    name: "CollectorQueueNearFull",
    severity: "warning",
    question: "Which percentage of a destination's queue is in use?",
    query: div(mul(n(100), size), capacity),
    threshold: { above: queuePercent },
    forSeconds,
    labels: { deployment_environment_name: plan.environment },
    absence: UNKNOWN,
    summary: ({ label, measured }) => `The queue for ${label("exporter")} is ${measured(0)} % full`,
    description: ({ label, measured }) =>
      `${measured(0)} % of the queue of ${label("instance")} for ${label("exporter")} (${label("data_type")}) is in use; over ${queuePercent} % is not accepted. When it is full, what comes next is lost.`,
  };
}
