import { add, mul, n, or } from "@grafana/promql-builder";
import { orZero } from "../../components/core/promql-combine.ts";
import { increase, rate, sumBy } from "../../components/core/promql.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import type { Panel } from "../panel.ts";
import { COLLECTORS, GATEWAYS, one } from "./shared.ts";

const SILENT = "the collector reports nothing";
const received = sumBy([], increase(SELF_METRICS.spansAccepted, "range", GATEWAYS));

export const spansReceived: Panel = {
  kind: "stat",
  title: "Spans received",
  description: "Does anything arrive at all?",
  unit: "spans",
  noValue: SILENT,
  width: 4,
  queries: one(received, "received"),
  limits: { bad: "below", critical: 1 },
};

export const spansLost: Panel = {
  kind: "stat",
  title: "Spans refused or lost",
  description:
    "Is anything missing from the traces? Refused spans went back to the agents; lost ones found a full queue or a destination that refuses them for good.",
  unit: "spans",
  noValue: SILENT,
  width: 4,
  queries: one(
    add(
      orZero(sumBy([], increase(SELF_METRICS.spansRefused, "range", GATEWAYS)), received),
      add(
        orZero(sumBy([], increase(SELF_METRICS.spansSendFailed, "range", COLLECTORS)), received),
        orZero(sumBy([], increase(SELF_METRICS.spansNotQueued, "range", COLLECTORS)), received),
      ),
    ),
    "lost",
  ),
  limits: { bad: "above", critical: 1 },
};

export const spanFlow: Panel = {
  kind: "timeseries",
  title: "Spans received and refused",
  description:
    "Does everything arrive? Refused spans go back to the agents, which retry for a while and then drop them: the collector is short of memory.",
  unit: "spans/s",
  noValue: SILENT,
  alert: "CollectorRefusingSpans",
  width: 8,
  queries: [
    { query: sumBy([], rate(SELF_METRICS.spansAccepted, "step", GATEWAYS)), legend: "received" },
    { query: sumBy([], rate(SELF_METRICS.spansRefused, "step", GATEWAYS)), legend: "refused" },
  ],
};

export const spansSent: Panel = {
  kind: "timeseries",
  title: "Spans sent by destination",
  description:
    "Does what was sampled leave? Much less than is received is normal: it is the sampled share.",
  unit: "spans/s",
  noValue: SILENT,
  alert: "DestinationFailing",
  width: 8,
  queries: one(
    sumBy(["exporter"], rate(SELF_METRICS.spansSent, "step", COLLECTORS)),
    "{{exporter}}",
  ),
};

export const sendFailures: Panel = {
  kind: "timeseries",
  title: "Failed sends by destination",
  description:
    "Which destination refuses data for good? What it is merely too slow for waits in the queue.",
  unit: "items",
  noValue: "nothing failed",
  alert: "CollectorDroppingData",
  width: 8,
  emptyWhenHealthy: true,
  queries: [
    {
      // An exporter sends either spans or metric points.
      query: or(
        sumBy(["exporter"], increase(SELF_METRICS.spansSendFailed, "step", COLLECTORS)),
        sumBy(["exporter"], increase(SELF_METRICS.pointsSendFailed, "step", COLLECTORS)),
      ),
      legend: "refused by {{exporter}}",
    },
    {
      query: sumBy(["exporter"], increase(SELF_METRICS.spansNotQueued, "step", COLLECTORS)),
      legend: "before the full queue of {{exporter}}",
    },
  ],
};

export const pointsRefused: Panel = {
  kind: "timeseries",
  title: "Points not counted",
  description:
    "Do labels run wild? `limit`: a series too many was dropped, and the numbers are too low from there on.",
  unit: "items/min",
  noValue: "every point was counted",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(
    mul(
      n(60),
      sumBy(
        ["error"],
        rate(SELF_METRICS.pointsCounted, "step", { ...COLLECTORS, error: { not: "" } }),
      ),
    ),
    "{{error}}",
  ),
};
