import type { AlertsPlan } from "./plan.ts";
import type { Absence } from "./rule.ts";

export const SILENT: Absence = {
  noData: "ok",
  error: "fires",
  why: "a store that can't be asked is a silent pipeline; a rule of its own fires when the series is gone",
};

/** What the cases of PipelineSilent share. */
export function silent(plan: AlertsPlan) {
  return {
    name: "PipelineSilent",
    labels: { deployment_environment_name: plan.environment },
    absence: SILENT,
  } as const;
}
