/**
 * What the review page draws, as plain values: the page holds it as JSON and needs nothing else.
 * Types only, because the page's own code reads them too.
 */
export interface ReviewDocument {
  readonly stack: string;
  readonly data: DataSource;
  readonly range: Range;
  /** What is shown, and what it is compared with: a revision, or "working tree". */
  readonly shown: string;
  readonly comparedWith?: string | undefined;
  readonly dashboards: readonly DrawnDashboard[];
  readonly rules: readonly DrawnRule[];
  readonly changes?: Changes | undefined;
}

export type DataSource =
  | { readonly kind: "demo" }
  /** A running stack; `url` is its VictoriaMetrics. */
  | { readonly kind: "stack"; readonly url: string };

/** Unix seconds; both ends lie on the grid of the steps. */
export interface Range {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly stepSeconds: number;
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

/** From this value on the colour counts, a name of Grafana's; null is the lowest step. */
export interface ColourStep {
  readonly from: number | null;
  readonly color: string;
}

export interface PanelQueryView {
  readonly legend: string;
  /** PromQL with Grafana's windows. Its filters, which are the same everywhere, are left out. */
  readonly text: string;
}

export interface ColumnView {
  readonly unit: string;
  readonly steps: readonly ColourStep[];
}

/** A panel as Grafana is told to draw it. */
export interface PanelView {
  /** One of the page's kinds; an unknown one, from another revision, is named and not drawn. */
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  /** Grafana's id of the unit. */
  readonly unit: string;
  readonly noValue: string;
  readonly emptyWhenHealthy: boolean;
  /** Of 24 columns. */
  readonly width: number;
  /** In Grafana's grid units. */
  readonly height: number;
  readonly steps: readonly ColourStep[];
  /** Whether the steps are drawn as lines. */
  readonly lines: boolean;
  readonly stacked: boolean;
  readonly links: readonly Link[];
  readonly queries: readonly PanelQueryView[];
  /** Of tables: label → heading. */
  readonly rows: Readonly<Record<string, string>>;
  /** Of tables: a query's legend → how its column is read. */
  readonly columns: Readonly<Record<string, ColumnView>>;
}

/** One series of an answer. A single number has one value, a line one per step of the range. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

export interface DrawnPanel extends PanelView {
  /** Answers by query, in the order of `queries`. */
  readonly answers: readonly (readonly Series[])[];
}

export interface RowOf<P> {
  readonly title: string;
  readonly panels: readonly P[];
}

export interface DashboardOf<P> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly RowOf<P>[];
}
export type DrawnDashboard = DashboardOf<DrawnPanel>;

/** An alert rule, in the words of whoever reviews it. */
export interface RuleView {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
  /** What the rule asks, where it says so. */
  readonly question: string;
  /** What is measured. */
  readonly query: string;
  /** The whole expression, as vmalert evaluates it. */
  readonly expression: string;
  readonly limit: { readonly side: "above" | "below"; readonly value: number };
  readonly forSeconds: number;
  readonly summary: string;
  readonly description: string;
  readonly runbook: string;
}

/** A series of a rule that fires, from its first to its last second in the range. */
export interface Firing {
  readonly labels: Readonly<Record<string, string>>;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

export interface DrawnRule extends RuleView {
  readonly measured: readonly Series[];
  readonly firing: readonly Firing[];
}

export type State = "added" | "removed" | "changed";

/** A part of a text: unmarked ones are in both revisions. */
export interface DiffPart {
  readonly text: string;
  readonly mark?: "added" | "removed";
}

/** One property that differs: `unit`, `query A`, `thresholds`. */
export interface FacetChange {
  readonly name: string;
  readonly parts: readonly DiffPart[];
}

export interface Change<T> {
  readonly title: string;
  readonly state: State;
  readonly facets: readonly FacetChange[];
  readonly before?: T | undefined;
  readonly after?: T | undefined;
}

export interface PanelChange extends Change<DrawnPanel> {
  readonly row: string;
}

export interface DashboardChange {
  readonly name: string;
  readonly title: string;
  readonly state: State;
  readonly facets: readonly FacetChange[];
  readonly panels: readonly PanelChange[];
  /** How many panels are the same in both. */
  readonly unchangedPanels: number;
}

export interface Changes {
  readonly dashboards: readonly DashboardChange[];
  /** Titles of the dashboards in which nothing differs. */
  readonly unchangedDashboards: readonly string[];
  readonly rules: readonly Change<DrawnRule>[];
  readonly unchangedRules: readonly string[];
}
