import { increase, sumBy } from "../components/core/promql.ts";
import { durationText } from "../components/core/promql-text.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";
import type { AlertsPlan } from "./plan.ts";
import { type AlertRule, QUIET } from "./rule.ts";

const EXPORTER = ["job", "instance", "exporter"] as const;

/** Ways in which an exporter loses data for good, as cases of one alert. */
const LOSSES = {
  "rejected-spans": { metric: SELF_METRICS.spansSendFailed, what: "spans", why: "refused them" },
  "rejected-metrics": {
    metric: SELF_METRICS.pointsSendFailed,
    what: "metric points",
    why: "refused them",
  },
  "unqueued-spans": {
    metric: SELF_METRICS.spansNotQueued,
    what: "spans",
    why: "had no room in its queue",
  },
  "unqueued-metrics": {
    metric: SELF_METRICS.pointsNotQueued,
    what: "metric points",
    why: "had no room in its queue",
  },
} as const;

/** Data that the collector took and that is gone. */
export function lossRules(plan: AlertsPlan): readonly AlertRule[] {
  const kinds = Object.keys(LOSSES) as (keyof typeof LOSSES)[];
  return [...kinds.map((kind) => dropping(plan, kind)), tooLarge(plan), overflow(plan)];
}

function dropping(plan: AlertsPlan, kind: keyof typeof LOSSES): AlertRule {
  const { windowSeconds } = plan.pipeline;
  const { metric, what, why } = LOSSES[kind];
  return {
    ...lossOf(plan),
    id: `collector-dropping-data-${kind}`,
    name: "CollectorDroppingData",
    severity: "critical",
    question: `How many ${what} were lost because a destination ${why}?`,
    query: sumBy(EXPORTER, increase(metric, windowSeconds)),
    summary: ({ label }) => `The collector drops ${what} for ${label("exporter")}`,
    description: ({ label, measured }) =>
      `${label("instance")} lost ${measured(0)} ${what} in the last ${durationText(windowSeconds)}: ${label("exporter")} ${why}. They can't be had back.`,
  };
}

function tooLarge(plan: AlertsPlan): AlertRule {
  const { windowSeconds } = plan.pipeline;
  return {
    ...lossOf(plan),
    id: "collector-dropping-data-large-traces",
    name: "CollectorDroppingData",
    severity: "critical",
    question: "How many traces were dropped because of their size?",
    query: sumBy(["job", "instance"], increase(SELF_METRICS.tracesTooLarge, windowSeconds)),
    summary: ({ label }) => `The collector ${label("instance")} drops traces that are too large`,
    description: ({ label, measured }) =>
      `${label("instance")} dropped ${measured(0)} traces in the last ${durationText(windowSeconds)}, because each alone would have filled the sampling buffer. Their metrics were counted all the same.`,
  };
}

function overflow(plan: AlertsPlan): AlertRule {
  const { windowSeconds } = plan.pipeline;
  return {
    ...lossOf(plan),
    id: "sampling-buffer-overflow",
    name: "SamplingBufferOverflow",
    severity: "warning",
    question: "How many traces were pushed out of the sampling buffer before they were decided?",
    query: sumBy(["job", "instance"], increase(SELF_METRICS.tracesDroppedEarly, windowSeconds)),
    summary: ({ label }) => `The sampling buffer of ${label("instance")} overflows`,
    description: ({ label, measured }) =>
      `${measured(0)} traces of the last ${durationText(windowSeconds)} left the sampling buffer of ${label("instance")} before all their spans were there: failed and slow runs may be missing. Metrics are counted before it and stay exact.`,
  };
}

function lossOf(plan: AlertsPlan) {
  return {
    // Half a span: stores that extrapolate a counter's growth report fractions of one.
    threshold: { above: 0.5 },
    // What is lost is lost: waiting would only hide a short burst.
    forSeconds: 0,
    labels: { deployment_environment_name: plan.environment },
    absence: {
      ...QUIET,
      why: "the counter appears with the first loss; a collector that reports nothing is PipelineSilent's news",
    },
  } as const;
}
