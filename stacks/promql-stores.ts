import type { DestinationKind } from "../components/collector/plan.ts";
import type { Plan } from "./plan.ts";

/** Whose metrics can't be asked for in PromQL: no rule file and no dashboard of the kit's is for them. */
const OTHERS: readonly DestinationKind[] = ["honeycomb"];

/** Whether any destination of the metrics understands PromQL, or may. */
export const speaksPromql = ({ collector }: Pick<Plan, "collector">): boolean =>
  collector.destinations.some(({ kind, metrics }) => metrics && !OTHERS.includes(kind));
