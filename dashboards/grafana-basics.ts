import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import {
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { runbookFile } from "../alerts/rule.ts";
import { type QueryTarget, queryText } from "../components/core/promql-text.ts";
import { DATA_SOURCE, UNIT_IDS } from "./grafana-field.ts";
import { FILTERS } from "./grafana-variables.ts";
import type { DashboardName, Panel } from "./panel.ts";
import type { DashboardsPlan } from "./plan.ts";

/** Grafana finds the dashboards of the kit, and the links between them, by this tag. */
export const TAG = "agentobs";

/** What every kind of panel can be told. The library's builders share no type for it. */
interface AnyPanelBuilder {
  title(title: string): this;
  description(description: string): this;
  datasource(reference: DataSourceRef): this;
  unit(unit: string): this;
  noValue(text: string): this;
  span(columns: number): this;
  height(rows: number): this;
  interval(shortest: string): this;
  links(links: Builder<DashboardLink>[]): this;
  withTarget(query: DataqueryBuilder): this;
}

/** Everything that doesn't depend on the kind of panel, its queries included. */
export function basics<B extends AnyPanelBuilder>(
  builder: B,
  panel: Panel,
  plan: DashboardsPlan,
  height: number,
): B {
  builder
    .title(panel.title)
    .description(panel.description)
    .datasource(DATA_SOURCE.reference)
    .unit(UNIT_IDS[panel.unit])
    .noValue(panel.noValue)
    .span(panel.width)
    .height(height)
    // Nothing finer than the collector's own rhythm.
    .interval("30s");
  builder.links(panelLinks(panel, plan));
  panel.queries.forEach((_, index) => builder.withTarget(target(panel, index, plan)));
  return builder;
}

function panelLinks({ alert, details }: Panel, { alerts }: DashboardsPlan) {
  return [
    ...(details ? [link("More", dashboardUrl(details)).targetBlank(false)] : []),
    ...(alert
      ? [link(`Runbook of ${alert}`, `${alerts.runbookBaseUrl}/${runbookFile(alert)}`)]
      : []),
  ];
}

/**
 * Another dashboard, at the same time and with the same filters.
 * https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/#data-link-variables
 */
function dashboardUrl(name: DashboardName): string {
  return `/d/${dashboardUid(name)}?$` + "{__url_time_range}&$" + "{__all_variables}";
}

export function dashboardUid(name: DashboardName): string {
  return `${TAG}-${name}`;
}

const WINDOWS = {
  step: "$__rate_interval",
  range: "$__range",
  resolution: "$__interval",
} as const;

function target(
  panel: Panel,
  index: number,
  { dialect, alerts }: DashboardsPlan,
): DataqueryBuilder {
  const { query, legend } = panel.queries[index] ?? panel.queries[0];
  const how: QueryTarget = {
    dialect,
    windows: WINDOWS,
    filters: FILTERS,
    ...(alerts.pushedEverySeconds !== undefined && {
      reportedFrom: FILTERS.deployment_environment_name,
    }),
  };
  const builder = new DataqueryBuilder()
    .refId(refId(index))
    .expr(queryText(query, how))
    .legendFormat(legend);
  switch (panel.kind) {
    case "stat":
    case "bargauge":
      return builder.instant();
    case "table":
      return builder.instant().format(PromQueryFormat.Table);
    case "heatmap":
      return builder.range().format(PromQueryFormat.Heatmap);
    case "timeseries":
      return builder.range();
  }
}

/** Name of a query within its panel: A, B, C, … */
export function refId(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

/** A link to another page, in a tab of its own. */
export function link(title: string, url: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).targetBlank(true);
}
