import { div, n } from "@grafana/promql-builder";
import { runbookFile } from "../alerts/rule.ts";
import { round } from "../components/core/promql-combine.ts";
import { type QueryTarget, queryText } from "../components/core/promql-text.ts";
import { dashboards } from "./list.ts";
import type { Dashboard, Panel, Unit } from "./panel.ts";
import type { DashboardsPlan } from "./plan.ts";
import { tracedLabels } from "./traces.ts";

/**
 * Where a browser finds them, below the store's address. Without the parameter each legend repeats
 * its query: grouped by a label that nothing has, it is one group with a short heading.
 */
export const VMUI_PAGE = "/vmui/#/dashboards?g0.range_input=1h&legend_group=lines";

/**
 * The dashboards for VictoriaMetrics' own pages, by file name.
 * https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/#vmui
 * https://github.com/VictoriaMetrics/VictoriaMetrics/blob/v1.150.0/app/vmselect/vmui.go
 *
 * vmui draws lines only and knows no variables: windows are fixed, nothing is filtered, and what
 * lines can't show is left out (`notInVmui`).
 */
export function vmuiDashboards(plan: DashboardsPlan): Record<string, string> {
  return Object.fromEntries(
    dashboards(plan).map((dashboard, index) => {
      const rows = vmuiRows(dashboard).map(({ title, panels }) => ({
        title,
        panels: panels.map((panel) => draw(panel, plan)),
      }));
      const document = { title: dashboard.title, rows };
      // vmui shows them in the order of their file names.
      return [`${index + 1}-${dashboard.name}.json`, `${JSON.stringify(document, null, 2)}\n`];
    }),
  );
}

interface VmuiRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/**
 * vmui opens only the first row, and draws a single number as a line too: so everything that is
 * meant as lines comes first, in one row, and the single numbers behind it.
 */
function vmuiRows({ rows }: Dashboard): readonly VmuiRow[] {
  const drawn: readonly VmuiRow[] = rows.map(({ title, panels }) => ({
    title,
    panels: panels.filter(inVmui),
  }));
  const numbers = drawn.filter(({ panels }) => panels.some(({ kind }) => kind === "stat"));
  const lines = drawn.filter((row) => !numbers.includes(row)).flatMap(({ panels }) => panels);
  return [{ title: "Over time", panels: lines }, ...numbers];
}

/** Titles of the panels that vmui can't draw. */
export function notInVmui({ rows }: Dashboard): readonly string[] {
  return rows.flatMap(({ panels }) => panels.filter((panel) => !inVmui(panel)).map((p) => p.title));
}

/** A table with one column of numbers is one line per row. */
function inVmui(panel: Panel): boolean {
  return panel.kind === "table" ? panel.queries.length === 1 : panel.kind !== "heatmap";
}

// A point of a total covers an hour; a point of a rate covers 5 minutes, which smoothes it.
const WINDOWS = { step: "5m", range: "1h", resolution: "30s" } as const;

function draw(panel: Panel, plan: DashboardsPlan) {
  const target: QueryTarget = { dialect: plan.dialect, windows: WINDOWS };
  const { text: unit, dividedBy, digits } = unitOf(panel.unit);
  return {
    title: panel.title,
    description: notesOn(panel, plan).join("\n\n"),
    unit,
    // vmui shows every digit that it gets.
    expr: panel.queries.map(({ query }) =>
      queryText(round(dividedBy ? div(query, n(dividedBy)) : query, digits), target),
    ),
    alias:
      panel.kind === "table" ? [rowLegend(panel.rows)] : panel.queries.map(({ legend }) => legend),
    // A legend also repeats the query: too much for a single line.
    showLegend: panel.kind !== "stat",
    // vmui has 12 columns, its charts need a third of them, and wider ones only waste height.
    width: 4,
  };
}

/** What vmui shows, as Markdown, when the mouse is over the panel's sign. */
function notesOn(panel: Panel, { alerts, traces: { jaegerUrl } }: DashboardsPlan): string[] {
  const { alert } = panel;
  const traced = tracedLabels(panel).length > 0;
  return [
    panel.description,
    ...(panel.kind === "timeseries" ? [] : ["Each point covers the hour before it."]),
    ...(alert ? [`Runbook: [${alert}](${alerts.runbookBaseUrl}/${runbookFile(alert)})`] : []),
    ...(traced && jaegerUrl ? [`Traces: [Jaeger](${jaegerUrl}/search)`] : []),
  ];
}

/** `{ gen_ai_agent_name: "Agent", reason: "Reason" }` → `{{gen_ai_agent_name}} {{reason}}` */
function rowLegend(rows: Readonly<Record<string, string>>): string {
  return Object.keys(rows)
    .map((label) => `{{${label}}}`)
    .join(" ");
}

interface VmuiUnit {
  /** Written behind a number. */
  readonly text: string;
  /** vmui writes numbers out, so large ones are made small. */
  readonly dividedBy?: number;
  readonly digits: number;
}

const UNITS: Partial<Record<Unit, VmuiUnit>> = {
  percent: { text: "%", digits: 2 },
  seconds: { text: "s", digits: 3 },
  milliseconds: { text: "ms", digits: 1 },
  bytes: { text: "MiB", dividedBy: 1024 * 1024, digits: 1 },
  tokens: { text: "k tokens", dividedBy: 1000, digits: 3 },
  "tokens/min": { text: "k tokens/min", dividedBy: 1000, digits: 3 },
  samples: { text: "k samples", dividedBy: 1000, digits: 3 },
  USD: { text: "USD", digits: 4 },
  "USD/h": { text: "USD/h", digits: 4 },
};

const unitOf = (unit: Unit): VmuiUnit => UNITS[unit] ?? { text: unit, digits: 3 };
