import {
  honeycombNotHeld,
  honeycombTags,
  type HoneycombTarget,
  type HoneycombTrigger,
  honeycombTriggers,
} from "../alerts/honeycomb.ts";
import type { NotHeld } from "../alerts/not-held.ts";
import type { Board, Column } from "../components/managed/honeycomb/api.ts";
import type { HoneycombPlan } from "../components/managed/honeycomb/plan.ts";
import { columnsOf } from "../components/managed/honeycomb/query-problems.ts";
import { honeycombBoard, honeycombColumns } from "../dashboards/honeycomb.ts";
import type { Plan } from "./plan.ts";

/** What is to stand in Honeycomb, as its API is told. */
export interface HoneycombObjects {
  readonly columns: readonly Column[];
  readonly triggers: readonly HoneycombTrigger[];
  readonly board: Board;
}

type With = Pick<Plan, "alerts" | "alertmanager">;

export function honeycombObjects(plan: With, honeycomb: HoneycombPlan): HoneycombObjects {
  const { environment } = honeycomb;
  const triggers = honeycombTriggers(plan.alerts, targetOf(honeycomb));
  const board = honeycombBoard(environment, honeycombTags(environment));
  const queries = [
    ...triggers.map(({ trigger }) => trigger.query),
    ...board.panels.map(({ query }) => query),
  ];
  const columns = honeycombColumns(new Set(queries.flatMap(columnsOf)));
  return { columns, triggers, board };
}

/** What Honeycomb can't say of the stack's rules and routes, by name. */
export function honeycombCantHold(plan: With, honeycomb: HoneycombPlan): readonly NotHeld[] {
  const { routes } = plan.alertmanager;
  const named = (which: (route: (typeof routes)[number], name: string) => boolean) =>
    routes.flatMap((route, index) => {
      const name = `route ${index + 1}`;
      return which(route, name) ? [name] : [];
    });
  const untold = (_: unknown, name: string) =>
    !honeycomb.recipients.some((recipient) => recipient.name.endsWith(name.replace(" ", "-")));
  return [
    ...honeycombNotHeld(plan.alerts, targetOf(honeycomb)),
    {
      what: "routes by label or of another environment (they are told nothing)",
      names: named(untold),
    },
    { what: "mute times", names: named(({ mutedDuring }) => mutedDuring.length > 0) },
    {
      what: "reminders of what still fires",
      names: named(({ repeatSeconds }) => repeatSeconds !== undefined),
    },
    {
      what: "Alertmanager's webhook body (Honeycomb sends its own)",
      names: named((route, name) => route.receiver.webhook !== undefined && !untold(route, name)),
    },
    {
      what: "Slack by an incoming webhook (Honeycomb's Slack app posts to the channel)",
      names: named((route, name) => route.receiver.slack !== undefined && !untold(route, name)),
    },
  ].filter(({ names }) => names.length > 0);
}

const targetOf = (honeycomb: HoneycombPlan): HoneycombTarget => {
  const { environment, maxTriggers, frequencySeconds } = honeycomb;
  return { environment, maxTriggers, frequencySeconds };
};
