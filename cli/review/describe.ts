import type { QueryTarget } from "../../components/core/promql-text.ts";
import type { Limits, Panel, PanelQuery } from "../../dashboards/panel.ts";
import type { ColourStep, DashboardOf, Link, PanelView } from "./document.ts";
import { type Kit, messageOf, tooDifferent } from "./kit.ts";

/** A view of a panel or a rule with the queries that fill it, windows filled in. */
export type Asked<View> = View & { readonly asked: readonly string[] };

/** The windows of the queries that are asked, as Grafana fills them in. */
export interface Windows {
  readonly step: string;
  readonly range: string;
  readonly resolution: string;
}

/** How people read a query: with the names that Grafana has for the windows. */
const GRAFANA: Windows = {
  step: "$__rate_interval",
  range: "$__range",
  resolution: "$__interval",
};

/** In units of Grafana's grid, should its model not say. */
const HEIGHT = 9;

/** Everything that a kit's dashboards say, with its own texts of the queries. */
export function describeDashboards(
  kit: Kit,
  windows: Windows,
): readonly DashboardOf<Asked<PanelView>>[] {
  try {
    const inGrafana = grafanaPanels(kit);
    return kit.dashboards(kit.plan.dashboards).map(({ rows, ...dashboard }) => ({
      name: dashboard.name,
      title: dashboard.title,
      description: dashboard.description,
      rows: rows.map((row) => ({
        title: row.title,
        panels: row.panels.map((panel) => ({
          ...describePanel(panel, kit, windows),
          ...(inGrafana.get(`${dashboard.name}/${panel.title}`) ?? { links: [], height: HEIGHT }),
        })),
      })),
    }));
  } catch (error) {
    throw tooDifferent(kit.name, messageOf(error));
  }
}

function describePanel(
  panel: Panel,
  kit: Kit,
  windows: Windows,
): Omit<Asked<PanelView>, keyof InGrafana> {
  const limits = "limits" in panel ? panel.limits : undefined;
  const { dialect } = kit.plan.dashboards;
  const text = ({ query }: PanelQuery, target: Partial<QueryTarget>) =>
    kit.queryText(query, { dialect, ...target });
  return {
    kind: panel.kind,
    title: panel.title,
    description: panel.description,
    unit: unitOf(panel.unit, kit),
    noValue: panel.noValue,
    emptyWhenHealthy: panel.emptyWhenHealthy ?? false,
    width: panel.width,
    steps: stepsOf(limits, kit),
    lines: panel.kind === "timeseries" && panel.limits !== undefined,
    stacked: panel.kind === "timeseries" && panel.stacked === true,
    queries: panel.queries.map((query) => ({
      legend: query.legend,
      text: text(query, { windows: GRAFANA }),
    })),
    rows: panel.kind === "table" ? panel.rows : {},
    columns: panel.kind === "table" ? columnsOf(panel.columns, kit) : {},
    asked: panel.queries.map((query) => text(query, { windows })),
  };
}

/** A unit that this revision of the page doesn't know is written behind the number. */
function unitOf(unit: string, { units }: Kit): string {
  return (units as Readonly<Record<string, string>>)[unit] ?? `suffix:${unit}`;
}

function stepsOf(limits: Limits | undefined, kit: Kit): readonly ColourStep[] {
  if (!limits) return [];
  return kit.thresholdSteps(limits).map(({ value, color }) => ({ from: value, color }));
}

function columnsOf(columns: Extract<Panel, { kind: "table" }>["columns"], kit: Kit) {
  return Object.fromEntries(
    Object.entries(columns).map(([legend, { unit, limits }]) => [
      legend,
      { unit: unitOf(unit, kit), steps: stepsOf(limits, kit) },
    ]),
  );
}

/** What the Grafana renderer decides about a panel. */
type InGrafana = Pick<PanelView, "links" | "height">;

/** The parts of Grafana's model that say it. */
interface GrafanaModel {
  readonly panels: readonly {
    readonly title: string;
    readonly gridPos?: { readonly h: number };
    readonly links?: readonly Link[];
    readonly fieldConfig?: { readonly defaults?: { readonly links?: readonly Link[] } };
  }[];
}

/** By dashboard and title. */
function grafanaPanels(kit: Kit): ReadonlyMap<string, InGrafana> {
  const models = Object.entries(kit.grafanaDashboards(kit.plan.dashboards));
  return new Map(
    models.flatMap(([file, text]) =>
      (JSON.parse(text) as GrafanaModel).panels.map(
        ({ title, gridPos, links = [], fieldConfig }) => [
          `${file.replace(/\.json$/, "")}/${title}`,
          {
            height: gridPos?.h ?? HEIGHT,
            links: [...links, ...(fieldConfig?.defaults?.links ?? [])].map((link) => ({
              title: link.title,
              url: link.url,
            })),
          },
        ],
      ),
    ),
  );
}
