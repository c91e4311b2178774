import type { AlertName } from "../alerts/rule.ts";
import type { DashboardsPlan } from "./plan.ts";
import { type Query } from "../components/core/promql.ts";

/** A panel as data: what it asks and how to read the answer. Renderers draw it. */
export type Panel = StatPanel | TimeSeriesPanel | BarGaugePanel | HeatmapPanel | TablePanel;

interface PanelBase {
  /** Unique within its dashboard. */
  readonly title: string;
  /** The question that it answers, and what to make of the answer. */
  readonly description: string;
  readonly unit: Unit;
  /** Shown instead of an empty picture. */
  readonly noValue: string;
  /** Of 24 columns. */
  readonly width: number;
  /** Nothing to show is the healthy state. */
  readonly emptyWhenHealthy?: true;
  /** The alert that watches the same thing: leads to its runbook. */
  readonly alert?: AlertName;
  /** The dashboard that tells more: leads there, keeping time and filters. */
  readonly details?: DashboardName;
}

/** File names without extension, in reading order. */
export const DASHBOARD_NAMES = [
  "overview",
  "agent-runs",
  "tools",
  "models",
  "cost",
  "context",
  "health",
] as const;
export type DashboardName = (typeof DASHBOARD_NAMES)[number];

export type Unit =
  | "agents"
  | "alerts"
  | "bytes"
  | "calls"
  | "calls/min"
  | "cores"
  | "errors"
  | "items"
  | "items/min"
  | "iterations"
  | "milliseconds"
  | "models"
  | "numbers"
  | "parts"
  | "percent"
  | "runs"
  | "runs/min"
  | "samples"
  | "samples/s"
  | "seconds"
  | "series"
  | "series/h"
  | "spans"
  | "spans/s"
  | "tokens"
  | "tokens/min"
  | "tokens/s"
  | "tools"
  | "traces"
  | "traces/min"
  | "USD"
  | "USD/h";

export interface PanelQuery {
  readonly query: Query;
  /** Name of its series; `{{label}}` stands for a label's value. */
  readonly legend: string;
}
type Queries = readonly [PanelQuery, ...PanelQuery[]];

/** Where good ends. `none` says that the value alone is neither good nor bad. */
export type Limits =
  | { readonly bad: "above" | "below"; readonly warning?: number; readonly critical?: number }
  | "none";

/** One number over the whole time range. */
interface StatPanel extends PanelBase {
  readonly kind: "stat";
  readonly queries: readonly [PanelQuery];
  readonly limits: Limits;
}

interface TimeSeriesPanel extends PanelBase {
  readonly kind: "timeseries";
  readonly queries: Queries;
  /** Drawn as lines. */
  readonly limits?: Exclude<Limits, "none">;
  /** Parts of one whole. */
  readonly stacked?: true;
  /**
   * Its series carry `service_name` and what its legend names: they lead to the traces behind them
   * (`traces.ts`).
   */
  readonly traces?: true;
}

/** One bar per series, over the whole time range. */
interface BarGaugePanel extends PanelBase {
  readonly kind: "bargauge";
  readonly queries: readonly [PanelQuery];
  readonly limits: Limits;
}

/** Growth of the buckets of one histogram, in `unit`. */
interface HeatmapPanel extends PanelBase {
  readonly kind: "heatmap";
  readonly queries: readonly [PanelQuery];
}

/** One row per series of the first label, one column per query. */
interface TablePanel extends PanelBase {
  readonly kind: "table";
  /** Columns that name a row: label → heading. */
  readonly rows: Readonly<Record<string, string>>;
  readonly queries: Queries;
  /** Unit and limits of each query's column, by its legend. */
  readonly columns: Readonly<Record<string, { readonly unit: Unit; readonly limits: Limits }>>;
  /** Its rows, which name the service, lead to the traces behind them. */
  readonly traces?: true;
  /** Its rows, which name the alert, lead to the alert's runbook. */
  readonly runbooks?: true;
}

/** What the rows of a dashboard are about, in the order in which one asks. */
export const ROW_TITLES = [
  "At a glance",
  "Rate",
  "Errors",
  "Duration",
  "Saturation",
  "Breakdown",
  "Traces",
] as const;

export interface Row {
  readonly title: (typeof ROW_TITLES)[number];
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** File name without extension, and the dashboard's stable id. */
  readonly name: DashboardName;
  readonly title: string;
  readonly description: string;
  /** In the order of `ROW_TITLES`; one that has nothing to say is left out. */
  readonly rows: readonly Row[];
}

/** A panel whose limits or texts follow the plan. */
export type PanelOf = (plan: DashboardsPlan) => Panel;
