import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { type Plan, planFor } from "../../stacks/plan.ts";
import { deploy } from "./kubernetes-program.ts";
import { settingsOf } from "./preset-settings.ts";
import type { Registered, Run } from "./pulumi-mocks.ts";

type Settings = Readonly<Record<string, unknown>>;

const SECRETS = {
  "grafana-service-account": "canary-4711 account",
  "grafana-cloud-token": "canary-4711 token",
  "grafana-fleet-token": "canary-4711 fleet",
  "slack-webhook": "canary-4711 slack",
  "pagerduty-key": "canary-4711 pagerduty",
  "team-webhook": "canary-4711 webhook",
  "beat-webhook": "canary-4711 beat",
};

/** Everything that can be told somebody: each kind of receiver, one of another environment, a mute time. */
const ALERTS = {
  routes: [
    {
      severities: ["critical"],
      pagerDuty: { routingKeySecret: "pagerduty-key" },
      mutedDuring: ["weekend"],
    },
    {
      severities: ["critical", "warning"],
      slack: { urlSecret: "slack-webhook", channel: "#agents" },
      mutedDuring: ["weekend"],
    },
    {
      severities: ["warning"],
      email: {
        to: "team@example.com",
        from: "agentobs@example.com",
        smarthost: "smtp.example.com:587",
      },
      mutedDuring: ["weekend", "nights"],
    },
    {
      severities: ["critical"],
      environments: ["production"],
      webhook: { urlSecret: "team-webhook" },
    },
  ],
  muteTimes: [
    { name: "weekend", weekdays: ["saturday", "sunday"], timeZone: "Europe/Berlin" },
    { name: "nights", from: "22:00" },
  ],
  heartbeat: { webhook: { urlSecret: "beat-webhook" } },
};

const SLOS = [
  { name: "Tool calls succeed", type: "tool-calls", percent: 99.5 },
  {
    name: "Research answers in time",
    type: "run-duration",
    agent: "research-agent",
    withinSeconds: 30,
    percent: 95,
    days: 7,
    alerts: true,
  },
];

/** The three ways to a Grafana, each with all that it may hold. */
export const WAYS: Readonly<Record<string, Settings>> = {
  "grafana-cloud-managed": {
    ...settingsOf("grafana-cloud"),
    grafanaCloud: {
      managed: {
        slug: "acmeagents",
        name: "Agents of Acme",
        region: "prod-eu-west-2",
        cloudTokenSecret: "grafana-cloud-access",
        labels: { team: "agents" },
      },
      fleet: {
        matchers: ['team="agents"', 'collector.os="linux"'],
        endpoint: "https://otlp.acme.example",
        tokenVariable: "AGENTOBS_TOKEN",
      },
    },
  },
  "grafana-cloud-existing": {
    preset: "grafana-cloud",
    secrets: SECRETS,
    destinations: [
      {
        type: "grafana-cloud",
        endpoint: "https://otlp-gateway-prod-eu-west-2.grafana.net/otlp",
        instanceId: "123456",
      },
    ],
    alerts: ALERTS,
    content: { capture: true, reason: "support case 4711, until Friday" },
    grafanaCloud: {
      existing: {
        url: "https://acme.grafana.net/",
        serviceAccountTokenSecret: "grafana-service-account",
      },
      folder: { title: "AI agents", editors: "none", teams: [{ id: "7", permission: "edit" }] },
      slos: SLOS,
      fleet: {
        collectors: "otel",
        matchers: ['team="agents"'],
        endpoint: "https://otlp.acme.example",
        url: "https://fleet-management-prod-008.grafana.net",
        userId: "654321",
        tokenSecret: "grafana-fleet-token",
      },
      evaluators: [
        {
          id: "no_secrets",
          kind: "regex",
          config: { pattern: "(?i)api[_-]?key" },
          outputKeys: [{ key: "clean", type: "bool" }],
          agent: "research-agent",
          percent: 10,
        },
      ],
    },
  },
  "grafana-elsewhere": {
    preset: "local",
    secrets: SECRETS,
    alerts: ALERTS,
    grafana: {
      manage: {
        url: "http://127.0.0.1:3000",
        serviceAccountTokenSecret: "grafana-service-account",
        dataSources: { tempo: { uid: "team-tempo" } },
        rules: true,
      },
    },
  },
};

export const planOf = (settings: Settings): Plan =>
  planFor(parseSettings(settings, "Pulumi.test.yaml"));
export const filesOf = (settings: Settings) => artefactsFor(planOf(settings));

export function run({ preset, ...own }: Settings): Promise<Run> {
  return deploy(String(preset), own);
}

/** What is made in Grafana, of a run. */
export const inGrafana = ({ resources }: Run): Registered[] =>
  resources.filter(({ type }) => /^(grafana|pulumi:providers:grafana)(:|$)/.test(type));
