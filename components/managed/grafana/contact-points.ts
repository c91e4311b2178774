import type { AlertmanagerPlan, AlertRoute, Receiver, Webhook } from "../../alertmanager/plan.ts";
import { HEARTBEAT, TEXT, TITLE } from "../../alertmanager/receivers.ts";
import type { ContactPoint, ContactReceiver, SecretName } from "./objects.ts";

/** Who is told of a rule with this severity; `none` has only the heartbeat. */
export type ContactPointNames = Readonly<Partial<Record<"critical" | "warning" | "none", string>>>;

/**
 * Routes that a stack of this environment ever takes. A rule has one contact point, whoever an alert
 * is about, so that all others hear of everything of their severity.
 */
export function routesOf(
  { routes }: Pick<AlertmanagerPlan, "routes">,
  environment: string,
): readonly AlertRoute[] {
  return routes.filter(({ environments }) => environments?.includes(environment) ?? true);
}

/** What contact points are called: of each severity that somebody is told of, and of the heartbeat. */
export function contactPointNames(
  routing: Pick<AlertmanagerPlan, "routes" | "heartbeat">,
  environment: string,
  prefix: string,
): ContactPointNames {
  const routes = routesOf(routing, environment);
  const told = (["critical", "warning"] as const).filter((severity) =>
    routes.some(({ severities }) => severities.includes(severity)),
  );
  return {
    ...Object.fromEntries(told.map((severity) => [severity, `${prefix}-${severity}`])),
    ...(routing.heartbeat && { none: `${prefix}-${HEARTBEAT}` }),
  };
}

/** A contact point for each of the names. */
export function contactPoints(
  routing: Pick<AlertmanagerPlan, "routes" | "heartbeat">,
  environment: string,
  names: ContactPointNames,
): ContactPoint[] {
  const { none, ...ofSeverity } = names;
  const { heartbeat } = routing;
  const routes = routesOf(routing, environment);
  return [
    ...Object.entries(ofSeverity).map(([severity, name]) => ({
      name,
      receivers: routes
        .filter(({ severities }) => (severities as readonly string[]).includes(severity))
        .map(({ receiver }) => contactReceiver(receiver)),
    })),
    ...(none !== undefined && heartbeat
      ? // Resolved would look like a sign of life.
        [{ name: none, receivers: [webhook(heartbeat.webhook, false)] }]
      : []),
  ];
}

/** Grafana fills the same templates as Alertmanager: https://grafana.com/docs/grafana/latest/alerting/configure-notifications/template-notifications/reference/ */
function contactReceiver({ webhook: hook, slack, pagerDuty, email }: Receiver): ContactReceiver {
  if (hook) return webhook(hook, true);
  if (slack)
    return {
      type: "slack",
      url: { secret: slack.urlSecret },
      recipient: slack.channel,
      title: TITLE,
      text: TEXT,
    };
  if (pagerDuty)
    return {
      type: "pagerduty",
      integrationKey: { secret: pagerDuty.routingKeySecret },
      severity: "{{ .CommonLabels.severity }}",
      summary: TITLE,
      details: { alerts: TEXT },
    };
  if (!email) throw new Error("a route has no receiver");
  // Sender and mail server are the instance's own.
  return { type: "email", addresses: [email.to], subject: TITLE, message: TEXT };
}

const webhook = (to: Webhook, resolved: boolean): ContactReceiver => ({
  type: "webhook",
  url: urlOf(to),
  resolved,
});

const urlOf = (to: Webhook): string | SecretName =>
  "url" in to ? to.url : { secret: to.urlSecret };
