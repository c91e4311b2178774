import { mul, n } from "@grafana/promql-builder";
import { CONTENT_PLACES } from "../../components/collector/content.ts";
import { METRICS } from "../../components/core/metrics.ts";
import { increase, type Query, rate, sumBy } from "../../components/core/promql.ts";
import type { Panel } from "../panel.ts";
import { AGENT, AGENT_LEGEND, AGENT_ROWS, one } from "./shared.ts";

export const contentRemoved: Panel = {
  kind: "timeseries",
  title: "Content removed",
  description:
    "Do SDKs send prompts and answers? They are removed here; better is to switch them off in the SDK.",
  unit: "items/min",
  noValue: "no content arrived",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(mul(n(60), sumBy(["where"], rate(METRICS.contentRemoved, "step"))), "{{where}}"),
  stacked: true,
};

export const contentByAgent: Panel = {
  kind: "timeseries",
  title: "Content removed by agent",
  description: "Whose SDK sends content? Switch it off there: what never leaves needs no removal.",
  unit: "items/min",
  noValue: "no content arrived",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(mul(n(60), sumBy(AGENT, rate(METRICS.contentRemoved, "step"))), AGENT_LEGEND),
  stacked: true,
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
  queries: one(
    mul(n(60), sumBy(["attribute"], rate(METRICS.valuesBounded, "step"))),
    "{{attribute}}",
  ),
  stacked: true,
};

const removedFrom = (where: string): Query =>
  sumBy(AGENT, increase(METRICS.contentRemoved, "range", { where }));

export const contentTable: Panel = {
  kind: "table",
  title: "Where content was found",
  description: "Where do prompts and answers travel? Each place has a switch in the SDK.",
  unit: "items",
  noValue: "no content arrived",
  width: 12,
  emptyWhenHealthy: true,
  rows: AGENT_ROWS,
  queries: [
    { query: removedFrom("logs"), legend: "logs" },
    ...CONTENT_PLACES.map((place) => ({ query: removedFrom(place), legend: place })),
  ],
  columns: Object.fromEntries(
    ["logs", ...CONTENT_PLACES].map((place) => [
      place,
      { unit: "items", limits: { bad: "above", warning: 1 } },
    ]),
  ),
};
