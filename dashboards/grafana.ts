import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Dashboard as GrafanaDashboard,
  RowBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { queryText } from "../components/core/promql-text.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";
import { dashboardUid, TAG } from "./grafana-basics.ts";
import { DATA_SOURCE } from "./grafana-field.ts";
import { grafanaPanel } from "./grafana-panel.ts";
import { dataSourceVariables, filterVariables } from "./grafana-variables.ts";
import { dashboards } from "./list.ts";
import type { Dashboard } from "./panel.ts";
import type { DashboardsPlan, TracesPlan } from "./plan.ts";
import type { TraceLink } from "./traces.ts";
import { latest } from "../components/core/promql.ts";

/**
 * The dashboards as Grafana's classic JSON model, by file name: for provisioning, for the API and
 * for import by hand.
 * https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function grafanaDashboards(plan: DashboardsPlan): Record<string, string> {
  return Object.fromEntries(
    dashboards(plan).map((dashboard) => [
      `${dashboard.name}.json`,
      `${JSON.stringify(build(dashboard, plan), withoutPlacement, 2)}\n`,
    ]),
  );
}

/** The library hides every link in a menu by default, and has no value that says "in sight". */
function withoutPlacement(key: string, value: unknown): unknown {
  return key === "placement" && value === "inControlsMenu" ? undefined : value;
}

/* eslint-disable @typescript-eslint/no-deprecated --
   The classic schema is what provisioning, the API and Grafana Cloud all read; the newer one, for
   which the library deprecates it, needs Grafana 12. */
function build(dashboard: Dashboard, plan: DashboardsPlan): GrafanaDashboard {
  const builder = new DashboardBuilder(dashboard.title)
    .uid(dashboardUid(dashboard.name))
    .description(dashboard.description)
    .tags([TAG])
    .editable()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: "now-6h", to: "now" })
    .refresh("1m")
    .timezone("browser")
    .variables([...dataSourceVariables(plan), ...filterVariables()])
    .link(otherDashboards());
  // A store that nobody scrapes for has no series of alerts either: vmalert writes it.
  if (plan.alerts.pushedEverySeconds === undefined) builder.annotation(firingAlerts(plan));
  for (const { title, url } of tracePages(plan.traces)) builder.link(outside(title, url));
  let id = 0;
  for (const { title, panels } of dashboard.rows) {
    builder.withRow(new RowBuilder(title).id((id += 1)));
    for (const panel of panels) builder.withPanel(grafanaPanel(panel, (id += 1), plan));
  }
  return builder.build();
}
/* eslint-enable @typescript-eslint/no-deprecated */

/** Marks the times at which alerts fired on every chart. */
function firingAlerts({ dialect }: DashboardsPlan): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name("Alerts")
    .datasource(DATA_SOURCE.reference)
    .enable(true)
    .hide(false)
    .iconColor("red")
    .expr(queryText(latest(SELF_METRICS.alerts, { alertstate: "firing" }), { dialect }))
    .step("60s")
    .titleFormat("{{alertname}}")
    .textFormat("{{gen_ai_agent_name}}")
    .tagKeys("severity");
}

function otherDashboards(): DashboardLinkBuilder {
  return new DashboardLinkBuilder("Agents")
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);
}

/** Where one searches for traces by hand. */
function tracePages({ jaegerUrl, langfuseUrl }: TracesPlan): readonly TraceLink[] {
  return [
    ...(jaegerUrl ? [{ title: "Jaeger", url: `${jaegerUrl}/search` }] : []),
    ...(langfuseUrl ? [{ title: "Langfuse", url: `${langfuseUrl}/traces` }] : []),
  ];
}

function outside(title: string, url: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(url)
    .icon("external link")
    .targetBlank(true);
}
