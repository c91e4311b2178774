import { sourcesOf } from "../components/core/promql-sources.ts";
import { agentRuns } from "./agent-runs.ts";
import { context } from "./context.ts";
import { costs } from "./cost.ts";
import { health } from "./health.ts";
import { models } from "./models.ts";
import { overview } from "./overview.ts";
import type { Dashboard, Panel } from "./panel.ts";
import type { DashboardsPlan } from "./plan.ts";
import { tools } from "./tools.ts";

/** Every dashboard of the kit, in reading order. */
export function dashboards(plan: DashboardsPlan): readonly Dashboard[] {
  return [
    overview(plan),
    agentRuns(plan),
    tools(plan),
    models(),
    costs(),
    context(plan),
    health(plan),
  ].map((dashboard) => withoutLinksToItself(withoutUnwatched(dashboard, plan)));
}

/** Where nobody scrapes, only collectors report: a panel about another part would always be empty. */
function withoutUnwatched(dashboard: Dashboard, { alerts }: DashboardsPlan): Dashboard {
  if (alerts.pushedEverySeconds === undefined) return dashboard;
  const isWatched = ({ queries }: Panel): boolean =>
    queries.every(({ query }) => [...sourcesOf(query)].every((source) => source === "collector"));
  const rows = dashboard.rows
    .map(({ title, panels }) => ({ title, panels: panels.filter(isWatched) }))
    .filter(({ panels }) => panels.length > 0);
  return { ...dashboard, rows };
}

/** A panel that leads to a dashboard stands on that one too. */
function withoutLinksToItself(dashboard: Dashboard): Dashboard {
  const rows = dashboard.rows.map(({ title, panels }) => ({
    title,
    panels: panels.map((panel): Panel => {
      const { details, ...rest } = panel;
      return details === dashboard.name ? rest : panel;
    }),
  }));
  return { ...dashboard, rows };
}
