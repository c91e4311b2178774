import { div, gt, lt, mul, n } from "@grafana/promql-builder";
import { latest, maxBy, minBy, type Query } from "../components/core/promql.ts";
import { fall } from "../components/core/promql-time.ts";
import { durationText } from "../components/core/promql-text.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";
import type { AlertsPlan } from "./plan.ts";
import { type AlertRule, QUIET } from "./rule.ts";

const DISK = ["job", "instance", "path"] as const;
const TRACE_DISK = ["job", "instance"] as const;
/** The trend must hold for this part of the time over which it is taken. */
const STEADY_SHARE = 6;
const SECONDS_PER_DAY = 86_400;

const GIB = 1024 ** 3;

/**
 * The disks of the parts that say how full theirs is, the metrics store and Jaeger: days until it is
 * full at the present rate, and that it is. What lies on the same disk is covered with it.
 */
export function diskRules(plan: AlertsPlan): readonly AlertRule[] {
  const { warningDays, criticalDays, traceStoreGiB } = plan.disk;
  return [
    // What is critical first, so that it holds the warning back from the start.
    full(plan),
    filling(plan, "critical", criticalDays),
    filling(plan, "warning", warningDays),
    ...(traceStoreGiB === undefined
      ? []
      : [
          traceStoreFilling(plan, "critical", criticalDays, traceStoreGiB),
          traceStoreFilling(plan, "warning", warningDays, traceStoreGiB),
        ]),
  ];
}

/** Jaeger says what is free, not how large its disk is: that stands in the plan. */
function traceStoreFilling(
  plan: AlertsPlan,
  severity: "warning" | "critical",
  days: number,
  diskGiB: number,
): AlertRule {
  const { windowSeconds, belowFreePercent } = plan.disk;
  const free = minBy(TRACE_DISK, latest(SELF_METRICS.traceDiskFree));
  const perSecond = maxBy(TRACE_DISK, fall(SELF_METRICS.traceDiskFree, windowSeconds));
  return {
    ...fullInDays(plan, free, perSecond, days),
    id: `disk-filling-up-traces-${severity}`,
    severity,
    question: "In how many days is the disk of the trace store full?",
    when: lt(free, n(Math.round((diskGiB * GIB * belowFreePercent) / 100))),
    summary: ({ label, measured }) => `The disk of ${label("job")} is full in ${measured(1)} days`,
    description: ({ label, measured }) =>
      `At the rate of the last ${durationText(windowSeconds)} the disk of ${label("instance")} is full in ${measured(1)} days; then no trace is stored any more.`,
  };
}

function filling(plan: AlertsPlan, severity: "warning" | "critical", days: number): AlertRule {
  const { windowSeconds, belowFreePercent } = plan.disk;
  const free = minBy(DISK, latest(SELF_METRICS.diskFree));
  const size = maxBy(DISK, latest(SELF_METRICS.diskTotal));
  const perSecond = maxBy(DISK, fall(SELF_METRICS.diskFree, windowSeconds));
  return {
    ...fullInDays(plan, free, perSecond, days),
    id: `disk-filling-up-${severity}`,
    severity,
    question: "In how many days is the disk of the metrics store full?",
    when: lt(div(mul(n(100), free), size), n(belowFreePercent)),
    summary: ({ label, measured }) => `The disk of ${label("job")} is full in ${measured(1)} days`,
    description: ({ label, measured }) =>
      `At the rate of the last ${durationText(windowSeconds)} the disk under ${label("path")} of ${label("instance")} is full in ${measured(1)} days; then the store refuses new metrics.`,
  };
}

/** What the rules share that tell in how many days something is full at the present rate. */
export function fullInDays(
  plan: AlertsPlan,
  freeBytes: Query,
  bytesPerSecond: Query,
  days: number,
) {
  return {
    ...disk(plan),
    query: div(freeBytes, mul(n(SECONDS_PER_DAY), gt(bytesPerSecond, n(0)))),
    threshold: { below: days },
    forSeconds: steadySeconds(plan),
  };
}

/** A trend of minutes, on a new stack or after a burst, is none. */
const steadySeconds = ({ pipeline, disk: { windowSeconds } }: AlertsPlan): number =>
  Math.max(pipeline.forSeconds, Math.round(windowSeconds / STEADY_SHARE));

function full(plan: AlertsPlan): AlertRule {
  return {
    ...disk(plan),
    id: "disk-filling-up-full",
    severity: "critical",
    question: "Does the metrics store refuse writes?",
    query: maxBy(DISK, latest(SELF_METRICS.storeReadOnly)),
    threshold: { above: 0 },
    forSeconds: 0,
    summary: ({ label }) => `${label("job")} refuses new metrics: its disk is full`,
    description: ({ label }) =>
      `The disk under ${label("path")} of ${label("instance")} is full. Metrics wait in the collector's queue until there is room.`,
  };
}

function disk(plan: AlertsPlan) {
  return {
    name: "DiskFillingUp",
    labels: { deployment_environment_name: plan.environment },
    absence: { ...QUIET, why: "a store that reports nothing is BackendDown's news" },
  } as const;
}
