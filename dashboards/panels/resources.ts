import { count, div, eq, mul, n } from "@grafana/promql-builder";
import { increase, latest, maxBy, quantile, rate, sumBy } from "../../components/core/promql.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import type { Panel } from "../panel.ts";
import { COLLECTORS, one } from "./shared.ts";

const SILENT = "the collector reports nothing";

const queueFillOf = (by: readonly "exporter"[]) =>
  div(
    mul(n(100), maxBy(by, latest(SELF_METRICS.queueSize, COLLECTORS))),
    maxBy(by, latest(SELF_METRICS.queueCapacity, COLLECTORS)),
  );

export const partsUp: Panel = {
  kind: "stat",
  title: "Parts that answer",
  description: "Do all parts of the kit run?",
  unit: "parts",
  noValue: "0",
  width: 4,
  queries: one(sumBy([], latest(SELF_METRICS.up)), "up"),
  limits: { bad: "below", critical: 1 },
};

/** Where nobody scrapes, what reports is up. */
export const collectorsReporting: Panel = {
  kind: "stat",
  title: "Collectors that report",
  description: "Do all replicas of the collector run? One that stops is gone after five minutes.",
  unit: "parts",
  noValue: "0",
  alert: "BackendDown",
  width: 4,
  queries: one(count(latest(SELF_METRICS.collectorUptime, COLLECTORS)), "report"),
  limits: { bad: "below", critical: 1 },
};

export const partsDown: Panel = {
  kind: "stat",
  title: "Parts that don't",
  description: "Is a part down? Its name is in “Parts by name” below.",
  unit: "parts",
  noValue: "none",
  alert: "BackendDown",
  width: 4,
  emptyWhenHealthy: true,
  queries: one(count(eq(latest(SELF_METRICS.up), n(0))), "down"),
  limits: { bad: "above", critical: 1 },
};

export const partsByName: Panel = {
  kind: "timeseries",
  title: "Parts by name",
  description: "Which part is down, and since when? 1 answers, 0 does not.",
  unit: "parts",
  noValue: "nothing is watched",
  width: 8,
  queries: one(maxBy(["job"], latest(SELF_METRICS.up)), "{{job}}"),
  limits: { bad: "below", critical: 1 },
};

export const fullestQueue: Panel = {
  kind: "stat",
  title: "Fullest queue",
  description: "Do the destinations keep up? A full queue drops what comes next.",
  unit: "percent",
  noValue: "the collector reports no queue",
  alert: "CollectorQueueNearFull",
  width: 4,
  queries: one(maxBy([], queueFillOf(["exporter"])), "fill"),
  limits: { bad: "above", warning: 50, critical: 90 },
};

export const queueFill: Panel = {
  kind: "timeseries",
  title: "Queue fill by destination",
  description:
    "Do the destinations keep up? A full queue drops what comes next; a rising one means that a destination is slow or down.",
  unit: "percent",
  noValue: "the collector reports no queue",
  alert: "CollectorQueueNearFull",
  width: 8,
  queries: one(queueFillOf(["exporter"]), "{{exporter}}"),
  limits: { bad: "above", warning: 50, critical: 90 },
};

export const memory: Panel = {
  kind: "timeseries",
  title: "Collector memory",
  description:
    "Does the collector run out of memory? Near its limit, which `plan.json` names, it refuses spans.",
  unit: "bytes",
  noValue: SILENT,
  width: 8,
  queries: one(sumBy([], latest(SELF_METRICS.collectorMemory, COLLECTORS)), "resident"),
};

export const processor: Panel = {
  kind: "timeseries",
  title: "Collector processor time",
  description: "How many cores does the collector keep busy? It grows with spans and their size.",
  unit: "cores",
  noValue: SILENT,
  width: 8,
  queries: one(sumBy([], rate(SELF_METRICS.collectorCpu, "step", COLLECTORS)), "cores"),
};

export const seriesFill: Panel = {
  kind: "timeseries",
  title: "Counted series, share of the cap",
  description:
    "Do labels run wild? The collector counts so many series and drops what is beyond: “Points not counted” shows it.",
  unit: "percent",
  noValue: SILENT,
  width: 8,
  queries: one(
    div(
      mul(n(100), maxBy([], latest(SELF_METRICS.streamsTracked, COLLECTORS))),
      maxBy([], latest(SELF_METRICS.streamsLimit, COLLECTORS)),
    ),
    "of the cap",
  ),
  limits: { bad: "above", warning: 50, critical: 90 },
};

export const samplingRound: Panel = {
  kind: "timeseries",
  title: "A round of sampling decisions",
  description: "How long does a round take? Every second there is one: longer ones fall behind.",
  unit: "milliseconds",
  noValue: SILENT,
  width: 8,
  queries: [
    { query: quantile(0.5, SELF_METRICS.samplingRound, "step"), legend: "p50" },
    { query: quantile(0.99, SELF_METRICS.samplingRound, "step"), legend: "p99" },
  ],
  limits: { bad: "above", critical: 1000 },
};

export const rulesDuration: Panel = {
  kind: "timeseries",
  title: "Evaluation of the alert rules",
  description: "Does the store answer the rules in time? Slow ones fire late.",
  unit: "seconds",
  noValue: "no rule is evaluated",
  width: 8,
  queries: one(
    maxBy(["group"], latest(SELF_METRICS.rulesSeconds, { quantile: "0.99" })),
    "{{group}} p99",
  ),
};

export const alertingErrors: Panel = {
  kind: "timeseries",
  title: "Failed evaluations and notifications",
  description: "Would an alert reach anyone? Anything here means that some don't.",
  unit: "errors",
  noValue: "vmalert and Alertmanager report nothing",
  alert: "AlertingBroken",
  width: 8,
  queries: [
    { query: sumBy([], increase(SELF_METRICS.ruleErrors, "step")), legend: "evaluations" },
    {
      query: sumBy([], increase(SELF_METRICS.notificationsFailed, "step")),
      legend: "notifications",
    },
  ],
  limits: { bad: "above", critical: 1 },
};
