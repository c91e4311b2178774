import { count, div, mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { latest, maxBy, rate, sumBy } from "../../components/core/promql.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import type { Panel } from "../panel.ts";

const FIRING = latest(SELF_METRICS.alerts, { alertstate: "firing" });

export const firingAlerts: Panel = {
  kind: "stat",
  title: "Firing alerts",
  description: "Is something wrong right now? Each alert has a runbook.",
  unit: "alerts",
  noValue: "none",
  width: 4,
  emptyWhenHealthy: true,
  queries: [{ query: count(FIRING), legend: "firing" }],
  limits: { bad: "above", critical: 1 },
};

export const alertHistory: Panel = {
  kind: "timeseries",
  title: "Firing alerts by name",
  description: "What fired, and when?",
  unit: "alerts",
  noValue: "none",
  width: 8,
  emptyWhenHealthy: true,
  queries: [{ query: count(FIRING).by(["alertname"]), legend: "{{alertname}}" }],
  stacked: true,
};

export const spanFlow: Panel = {
  kind: "timeseries",
  title: "Spans received and refused",
  description:
    "Does everything arrive? Refused spans go back to the agents, which retry for a while and then drop them: the collector is short of memory.",
  unit: "spans/s",
  noValue: "the collector reports nothing",
  width: 8,
  queries: [
    { query: sumBy([], rate(SELF_METRICS.spansAccepted, "step")), legend: "received" },
    { query: sumBy([], rate(SELF_METRICS.spansRefused, "step")), legend: "refused" },
  ],
};

export const queueFill: Panel = {
  kind: "timeseries",
  title: "Queue fill by destination",
  description:
    "Do the destinations keep up? A full queue drops what comes next; a rising one means that a destination is slow or down.",
  unit: "percent",
  noValue: "the collector reports no queue",
  width: 8,
  queries: [
    {
      query: div(
        mul(n(100), maxBy(["exporter"], latest(SELF_METRICS.queueSize))),
        maxBy(["exporter"], latest(SELF_METRICS.queueCapacity)),
      ),
      legend: "{{exporter}}",
    },
  ],
  limits: { bad: "above", warning: 50, critical: 90 },
};

export const conventions: Panel = {
  kind: "timeseries",
  title: "Spans by SDK convention",
  description: "Which SDKs speak? An unexpected one may need a row in the table of conventions.",
  unit: "spans/s",
  noValue: "no GenAI spans",
  width: 8,
  queries: [
    { query: sumBy(["convention"], rate(METRICS.spans, "step")), legend: "{{convention}}" },
  ],
  stacked: true,
};

export const contentRemoved: Panel = {
  kind: "timeseries",
  title: "Content removed",
  description:
    "Do SDKs send prompts and answers? They are removed here; better is to switch them off in the SDK.",
  unit: "items/min",
  noValue: "no content arrived",
  width: 8,
  emptyWhenHealthy: true,
  queries: [
    {
      query: mul(n(60), sumBy(["where"], rate(METRICS.contentRemoved, "step"))),
      legend: "{{where}}",
    },
  ],
};

export const valuesBounded: Panel = {
  kind: "timeseries",
  title: "Values shortened or replaced",
  description:
    "Do labels hide something? Values that are not on a list become `other`: extend the list in the settings.",
  unit: "items/min",
  noValue: "nothing was replaced",
  width: 8,
  emptyWhenHealthy: true,
  queries: [
    {
      query: mul(n(60), sumBy(["attribute"], rate(METRICS.valuesBounded, "step"))),
      legend: "{{attribute}}",
    },
  ],
};
