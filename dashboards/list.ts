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
    health(),
  ].map(withoutLinksToItself);
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
