import type { AlertmanagerPlan, AlertRoute } from "../components/alertmanager/plan.ts";
import type { GrafanaTarget } from "./grafana.ts";
import type { AlertsPlan } from "./plan.ts";
import { RECORDINGS } from "./recordings.ts";
import { type AlertRule, caseOf } from "./rule.ts";
import { alertRules, unwatchedRules } from "./rules.ts";

/** One thing that a rendered file can't say, and the names that it concerns. */
export interface NotHeld {
  readonly what: string;
  readonly names: readonly string[];
}

/** vmalert and Prometheus know no state for a missing series or a failed query. */
export function vmalertNotHeld(plan: AlertsPlan): readonly NotHeld[] {
  return something([
    {
      what: "firing when the store does not answer (AlertingBroken says that rules fail)",
      names: titles(alertRules(plan).filter(({ absence }) => absence.error === "fires")),
    },
  ]);
}

/** A PrometheusRule holds rules only: who is told stands in Alertmanager's own configuration. */
export function prometheusRuleNotHeld(
  plan: AlertsPlan,
  routing: AlertmanagerPlan,
): readonly NotHeld[] {
  return something([
    ...vmalertNotHeld(plan),
    ...routingNames(routing),
    { what: "inhibitions", names: INHIBITIONS },
    unwatched(plan),
    {
      what: "exact growth over a restart of the collector (Prometheus' increase() estimates it)",
      names: titles(alertRules(plan).filter((rule) => readsGrowth(rule))),
    },
  ]);
}

/** Grafana-managed rules have no inhibition, and one contact point each. */
export function grafanaNotHeld(
  plan: AlertsPlan,
  routing: AlertmanagerPlan,
  target: GrafanaTarget,
): readonly NotHeld[] {
  const elsewhere = routing.routes.filter(
    ({ environments }) => environments?.includes(plan.environment) === false,
  );
  const narrowed = routing.routes.filter(
    (route) => Object.keys(route.labels).length > 0 && !elsewhere.includes(route),
  );
  const rules = alertRules(plan);
  const numbered = (route: AlertRoute) => `route ${routing.routes.indexOf(route) + 1}`;
  return something([
    unwatched(plan),
    { what: "inhibitions", names: INHIBITIONS },
    {
      what: "series that vmalert writes (panels of them stay empty where none runs)",
      names: ["ALERTS", ...RECORDINGS.map(({ record }) => record)],
    },
    {
      what: "mute times of some routes only (a rule has the same for everybody)",
      names: muteNames(routing).filter((name) => !target.muteTimes.includes(name)),
    },
    {
      what: `routes for other environments than ${plan.environment} (they are left out)`,
      names: elsewhere.map(numbered),
    },
    {
      what: "routes by label (a receiver hears of everything of its severity)",
      names: narrowed.map(numbered),
    },
    {
      what: "how often one route only is told again",
      names: routing.routes
        .filter(({ repeatSeconds }) => repeatSeconds !== undefined)
        .map(numbered),
    },
    {
      what: "the sender and the mail server of an e-mail (Grafana has its own)",
      names: routing.routes.filter(({ receiver }) => receiver.email !== undefined).map(numbered),
    },
    {
      what: "a contact point (nobody is told but by the instance's own policy)",
      names: titles(rules.filter(({ severity }) => target.contactPoints[severity] === undefined)),
    },
    {
      what: "one name for several rules (the label `alert` has it)",
      names: titles(rules.filter((rule) => caseOf(rule) !== "")),
    },
  ]);
}

const unwatched = (plan: AlertsPlan): NotHeld => ({
  what: "parts that nobody scrapes (of the stack only collectors report here)",
  names: unwatchedRules(plan).map((rule) =>
    [rule.name, caseOf(rule)].filter((word) => word !== "").join(" "),
  ),
});

const INHIBITIONS = [
  "PipelineSilent silences AgentTracesMissing",
  "PipelineSilent silences BackendDown of the collector",
  "critical silences warning of the same alert",
];

function routingNames(routing: AlertmanagerPlan): readonly NotHeld[] {
  return [
    { what: "routes", names: routing.routes.map((_, index) => `route ${index + 1}`) },
    { what: "mute times", names: routing.muteTimes.map(({ name }) => name) },
    { what: "the receiver of the heartbeat", names: routing.heartbeat ? ["heartbeat"] : [] },
  ];
}

const muteNames = ({ routes }: AlertmanagerPlan) => [
  ...new Set(routes.flatMap(({ mutedDuring }) => mutedDuring)),
];

function readsGrowth({ query, when }: AlertRule): boolean {
  return JSON.stringify([query.build(), when?.build()]).includes('"function":"increase"');
}

/** Names of alerts, each once. */
const titles = (rules: readonly AlertRule[]) => [...new Set(rules.map(({ name }) => name))];

const something = (all: readonly NotHeld[]) => all.filter(({ names }) => names.length > 0);
