import { mul, n } from "@grafana/promql-builder";
import { latest, maxBy, rate, sumBy } from "../../components/core/promql.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import type { Panel } from "../panel.ts";
import { one } from "./shared.ts";

const STORE_SILENT = "the store reports nothing";

export const storeWrites: Panel = {
  kind: "timeseries",
  title: "Samples written to the store",
  description: "How much is written? It grows with series, not with traffic.",
  unit: "samples/s",
  noValue: STORE_SILENT,
  width: 8,
  queries: one(sumBy([], rate(SELF_METRICS.storeRowsAdded, "step")), "samples"),
};

export const storeRows: Panel = {
  kind: "timeseries",
  title: "Samples in the store",
  description: "How much is kept? Retention bounds it.",
  unit: "samples",
  noValue: STORE_SILENT,
  width: 8,
  queries: one(sumBy([], latest(SELF_METRICS.storeRows)), "samples"),
};

export const newSeries: Panel = {
  kind: "timeseries",
  title: "New series",
  description: "Do labels run wild? New agents and tools make a step; a steady climb is a leak.",
  unit: "series/h",
  noValue: STORE_SILENT,
  width: 8,
  queries: one(mul(n(3600), sumBy([], rate(SELF_METRICS.storeSeriesCreated, "step"))), "series"),
};

export const disk: Panel = {
  kind: "timeseries",
  title: "Disk",
  description: "Will the disk last? Free space where the store writes, and what the store takes.",
  unit: "bytes",
  noValue: STORE_SILENT,
  alert: "DiskFillingUp",
  width: 8,
  queries: [
    { query: maxBy([], latest(SELF_METRICS.diskFree)), legend: "free" },
    { query: sumBy([], latest(SELF_METRICS.storeSize)), legend: "taken by the store" },
  ],
};
