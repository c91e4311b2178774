import type { AlertName } from "../alerts/rule.ts";
import type { Query } from "../components/core/promql.ts";
import type { DashboardsPlan } from "./plan.ts";

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
}

export type Unit =
  | "agents"
  | "alerts"
  | "calls"
  | "calls/min"
  | "items/min"
  | "iterations"
  | "percent"
  | "runs"
  | "runs/min"
  | "seconds"
  | "spans/s"
  | "tokens"
  | "tokens/min"
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
  /** Its series carry `service_name` and `gen_ai_agent_name`: they lead to the agent's traces. */
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
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** File name without extension, and the dashboard's stable id. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** In reading order: answer, rate, errors, duration, breakdown, the kit itself. */
  readonly rows: readonly Row[];
}

/** A panel whose limits or texts follow the plan. */
export type PanelOf = (plan: DashboardsPlan) => Panel;
