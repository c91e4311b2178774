import { type QueryTarget, queryText } from "../components/core/promql-text.ts";
import { runbookFile } from "../alerts/rule.ts";
import { dashboards } from "./list.ts";
import type { Dashboard, Panel, Row, Unit } from "./panel.ts";
import type { DashboardsPlan } from "./plan.ts";

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
    dashboards(plan).map((dashboard) => {
      const rows = vmuiRows(dashboard).map(({ title, panels }) => ({
        title,
        panels: panels.map((panel) => draw(panel, plan)),
      }));
      const document = { title: dashboard.title, rows };
      return [`${dashboard.name}.json`, `${JSON.stringify(document, null, 2)}\n`];
    }),
  );
}

/**
 * vmui opens only the first row, and draws a single number as a line too: so everything that is
 * meant as lines comes first, in one row, and the single numbers behind it.
 */
function vmuiRows({ rows }: Dashboard): readonly Row[] {
  const drawn = rows.map(({ title, panels }) => ({ title, panels: panels.filter(inVmui) }));
  const numbers = drawn.filter(({ panels }) => panels.some(({ kind }) => kind === "stat"));
  const lines = drawn.filter((row) => !numbers.includes(row)).flatMap(({ panels }) => panels);
  return [{ title: "Over time", panels: lines }, ...numbers];
}

/** Titles of the panels that vmui can't draw. */
export function notInVmui({ rows }: Dashboard): readonly string[] {
  return rows.flatMap(({ panels }) => panels.filter((panel) => !inVmui(panel)).map((p) => p.title));
}

function inVmui({ kind }: Panel): boolean {
  return kind !== "table" && kind !== "heatmap";
}

// A point of a total covers an hour; a point of a rate covers 5 minutes, which smoothes it.
const WINDOWS = { step: "5m", range: "1h", resolution: "30s" } as const;

function draw(panel: Panel, plan: DashboardsPlan) {
  const target: QueryTarget = { dialect: plan.dialect, windows: WINDOWS };
  const total = panel.kind === "stat" || panel.kind === "bargauge";
  const notes = [
    panel.description,
    ...(total ? ["Each point covers the hour before it."] : []),
    ...(panel.alert
      ? [`Runbook: [${panel.alert}](${plan.alerts.runbookBaseUrl}/${runbookFile(panel.alert)})`]
      : []),
  ];
  return {
    title: panel.title,
    description: notes.join("\n\n"),
    unit: UNITS[panel.unit],
    expr: panel.queries.map(({ query }) => queryText(query, target)),
    alias: panel.queries.map(({ legend }) => legend),
    // A legend also repeats the query: too much for a single line.
    showLegend: panel.kind !== "stat",
    // vmui has 12 columns and its charts need a third of them.
    width: Math.max(4, Math.round(panel.width / 2)),
  };
}

/** What vmui writes behind a number. */
const UNITS: Readonly<Record<Unit, string>> = {
  agents: "agents",
  alerts: "alerts",
  calls: "calls",
  "calls/min": "calls/min",
  "items/min": "items/min",
  iterations: "iterations",
  percent: "%",
  runs: "runs",
  "runs/min": "runs/min",
  seconds: "s",
  "spans/s": "spans/s",
  tokens: "tokens",
  "tokens/min": "tokens/min",
  USD: "USD",
  "USD/h": "USD/h",
};
