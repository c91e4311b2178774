import * as bargauge from "@grafana/grafana-foundation-sdk/bargauge";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import type { Panel as GrafanaPanel } from "@grafana/grafana-foundation-sdk/dashboard";
import * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { basics, link, refId } from "./grafana-basics.ts";
import { thresholdSteps, thresholds, UNIT_IDS } from "./grafana-field.ts";
import type { Panel } from "./panel.ts";
import type { DashboardsPlan } from "./plan.ts";
import { traceLinks, tracedLabels } from "./traces.ts";

type Kind<K extends Panel["kind"]> = Extract<Panel, { kind: K }>;

/** Draws one panel; the dashboard's builder places it. */
export function grafanaPanel(
  panel: Panel,
  id: number,
  plan: DashboardsPlan,
): Builder<GrafanaPanel> {
  return draw(panel, plan).id(id);
}

function draw(panel: Panel, plan: DashboardsPlan) {
  switch (panel.kind) {
    case "stat":
      return drawStat(panel, plan);
    case "timeseries":
      return drawTimeSeries(panel, plan);
    case "bargauge":
      return drawBarGauge(panel, plan);
    case "heatmap":
      return drawHeatmap(panel, plan);
    case "table":
      return drawTable(panel, plan);
  }
}

function drawStat(panel: Kind<"stat">, plan: DashboardsPlan) {
  return basics(new stat.PanelBuilder(), panel, plan, 4)
    .thresholds(thresholds(panel.limits))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .reduceOptions(lastValue());
}

function drawBarGauge(panel: Kind<"bargauge">, plan: DashboardsPlan) {
  return basics(new bargauge.PanelBuilder(), panel, plan, 9)
    .thresholds(thresholds(panel.limits))
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .reduceOptions(lastValue());
}

function drawTimeSeries(panel: Kind<"timeseries">, plan: DashboardsPlan) {
  const builder = basics(new timeseries.PanelBuilder(), panel, plan, 9)
    .min(0)
    .fillOpacity(panel.stacked ? 25 : 8)
    .showPoints(common.VisibilityMode.Auto)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.Table)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(["mean", "max"]),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  if (panel.stacked)
    builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  if (panel.limits)
    builder
      .thresholds(thresholds(panel.limits))
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
      );
  return builder.dataLinks(
    traceLinksOf(panel, plan, (label) => `\${__field.labels.${label}}`).map(({ title, url }) =>
      link(title, url),
    ),
  );
}

function drawHeatmap(panel: Kind<"heatmap">, plan: DashboardsPlan) {
  return basics(new heatmap.PanelBuilder(), panel, plan, 9)
    .calculate(false)
    .yAxis(new heatmap.YAxisConfigBuilder().unit(UNIT_IDS[panel.unit]))
    .hideLegend();
}

/** One query per column, joined on the labels that name a row. */
function drawTable(panel: Kind<"table">, plan: DashboardsPlan) {
  const builder = basics(new table.PanelBuilder(), panel, plan, 9)
    .filterable(true)
    .withTransformation({ id: "merge", options: {} })
    .withTransformation({
      id: "organize",
      options: {
        excludeByName: { Time: true },
        renameByName: {
          ...panel.rows,
          ...Object.fromEntries(
            panel.queries.map(({ legend }, index) => [`Value #${refId(index)}`, legend]),
          ),
        },
      },
    });
  for (const [column, { unit, limits }] of Object.entries(panel.columns))
    builder.overrideByName(column, [
      { id: "unit", value: UNIT_IDS[unit] },
      { id: "thresholds", value: { mode: "absolute", steps: thresholdSteps(limits) } },
      { id: "custom.cellOptions", value: { type: limits === "none" ? "auto" : "color-text" } },
    ]);
  const [first = ""] = Object.values(panel.rows);
  const links = rowLinks(panel, plan);
  if (links.length > 0) builder.overrideByName(first, [{ id: "links", value: links }]);
  return builder;
}

function rowLinks(panel: Kind<"table">, plan: DashboardsPlan) {
  const cell = (label: string) => `\${__data.fields.${panel.rows[label] ?? label}}`;
  const runbook = `${plan.alerts.runbookBaseUrl}/${cell("alertname")}.md`;
  return [
    ...traceLinksOf(panel, plan, cell),
    ...(panel.runbooks ? [{ title: "Runbook", url: runbook }] : []),
  ].map((target) => ({ ...target, targetBlank: true }));
}

function lastValue(): common.ReduceDataOptionsBuilder {
  return new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false);
}

/**
 * From a line or a row to the traces behind it.
 * https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/#data-link-variables
 */
function traceLinksOf(panel: Panel, { traces }: DashboardsPlan, value: (label: string) => string) {
  const labels = tracedLabels(panel);
  if (labels.length === 0) return [];
  const search = {
    labels: Object.fromEntries(labels.map((label) => [label, value(label)])),
    from: "$" + "{__from}",
    to: "$" + "{__to}",
  };
  return traceLinks(traces, search);
}
