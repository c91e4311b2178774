import { type OutsideEdge, outsideOf, type SecretUse } from "../workload.ts";
import type { AlertmanagerPlan, Receiver, Webhook } from "./plan.ts";

/** A receiver as Alertmanager's file has it, and the secrets that it reads. */
export interface Told {
  readonly name: string;
  readonly config: object;
  readonly secrets: readonly SecretUse[];
  /** Where it tells them. */
  readonly outside: OutsideEdge;
}

type SecretPath = (file: string) => string;

export const HEARTBEAT = "heartbeat";

/** A receiver for each route, in order. Alertmanager reads secrets from files only. */
export function receiversOf(plan: AlertmanagerPlan, path: SecretPath): readonly Told[] {
  return plan.routes.map(({ receiver }, index) => receiverOf(receiver, index + 1, path));
}

/** Whoever waits for a sign of life. */
export function heartbeatOf({ heartbeat }: AlertmanagerPlan, path: SecretPath): readonly Told[] {
  if (!heartbeat) return [];
  // Resolved would look like a sign of life.
  return [webhook(HEARTBEAT, heartbeat.webhook, path, false)];
}

/** What the receiver of a route is called, counted from 1: also in Alertmanager's metrics. */
export function receiverName({ webhook, slack, pagerDuty }: Receiver, number: number): string {
  const kind = webhook ? "webhook" : slack ? "slack" : pagerDuty ? "pagerduty" : "email";
  return `${kind}-${number}`;
}

function receiverOf(receiver: Receiver, number: number, path: SecretPath): Told {
  const { slack, pagerDuty, email } = receiver;
  const name = receiverName(receiver, number);
  if (receiver.webhook) return webhook(name, receiver.webhook, path, true);
  if (slack) {
    const secret = { secret: slack.urlSecret, file: `slack-${number}-url` };
    const config = {
      send_resolved: true,
      api_url_file: path(secret.file),
      channel: slack.channel,
      title: TITLE,
      text: TEXT,
    };
    return {
      name,
      config: { slack_configs: [config] },
      secrets: [secret],
      outside: { host: "hooks.slack.com", port: 443 },
    };
  }
  if (pagerDuty) {
    const secret = { secret: pagerDuty.routingKeySecret, file: `pagerduty-${number}-key` };
    const config = {
      send_resolved: true,
      routing_key_file: path(secret.file),
      severity: "{{ .CommonLabels.severity }}",
      description: TITLE,
      details: { alerts: TEXT },
    };
    return {
      name,
      config: { pagerduty_configs: [config] },
      secrets: [secret],
      outside: { host: "events.pagerduty.com", port: 443 },
    };
  }
  if (!email) throw new Error(`route ${number} has no receiver`);
  const { to, from, smarthost, username, passwordSecret } = email;
  const file = `email-${number}-password`;
  const login = username === undefined ? {} : { auth_username: username };
  const password = passwordSecret === undefined ? {} : { auth_password_file: path(file) };
  const config = {
    send_resolved: true,
    ...{ to, from, smarthost, ...login, ...password },
    require_tls: true,
    headers: { Subject: TITLE },
    html: "",
    text: TEXT,
  };
  const secrets = passwordSecret === undefined ? [] : [{ secret: passwordSecret, file }];
  const [host = "", port] = smarthost.split(":");
  const outside = { host, port: Number(port) };
  return { name, config: { email_configs: [config] }, secrets, outside };
}

function webhook(name: string, to: Webhook, path: SecretPath, resolved: boolean): Told {
  const file = `${name}-url`;
  const address = "url" in to ? { url: to.url } : { url_file: path(file) };
  const config = { send_resolved: resolved, ...address };
  const secrets = "urlSecret" in to ? [{ secret: to.urlSecret, file }] : [];
  const outside = "url" in to ? outsideOf(to.url) : { port: 443 };
  return { name, config: { webhook_configs: [config] }, secrets, outside };
}

// https://prometheus.io/docs/alerting/latest/notifications/#data
export const TITLE =
  "[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }}{{ if .CommonLabels.deployment_environment_name }} ({{ .CommonLabels.deployment_environment_name }}){{ end }}";
export const TEXT =
  "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\nRunbook: {{ .Annotations.runbook_url }}\n\n{{ end }}";
