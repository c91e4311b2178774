import { honeycombCantHold, honeycombObjects } from "../../../stacks/honeycomb-objects.ts";
import { parseSettings } from "../../../stacks/parse.ts";
import { type Plan, planFor } from "../../../stacks/plan.ts";
import type { SettingsInput } from "../../../stacks/settings.ts";
import { ownOf } from "../preset-settings.ts";

/** Room for every rule. */
export const ALL = { maxTriggers: 100 };
export const planOf = (own: Partial<SettingsInput> = {}): Plan =>
  planFor(
    parseSettings(
      { preset: "honeycomb", honeycomb: ALL, ...ownOf("honeycomb"), ...own },
      "Pulumi.test.yaml",
    ),
  );

/** What stands in Honeycomb with these settings, and what can't. */
export function managed(own: Partial<SettingsInput> = {}) {
  const plan = planOf(own);
  if (!plan.honeycomb) throw new Error("nothing is set up");
  return {
    ...honeycombObjects(plan, plan.honeycomb),
    plan: plan.honeycomb,
    notHeld: new Map(
      honeycombCantHold(plan, plan.honeycomb).map(({ what, names }) => [what, names]),
    ),
  };
}
