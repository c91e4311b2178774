import { overview } from "./overview.ts";
import type { Dashboard } from "./panel.ts";
import type { DashboardsPlan } from "./plan.ts";

/** Every dashboard of the kit. */
export function dashboards(plan: DashboardsPlan): readonly Dashboard[] {
  return [overview(plan)];
}
