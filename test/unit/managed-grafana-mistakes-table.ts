/** What is wrong, the settings, and where, what and how to mend it. */
export type Settings = Readonly<Record<string, unknown>>;

const SECRETS = { account: "x", access: "x", "grafana-cloud-token": "x" };
const DESTINATION = {
  type: "grafana-cloud",
  endpoint: "https://otlp.example/otlp",
  instanceId: "1",
};
const EXISTING = { url: "https://acme.grafana.net", serviceAccountTokenSecret: "account" };
const MANAGED = { slug: "acme", region: "prod-eu-west-2", cloudTokenSecret: "access" };

const EVALUATOR = {
  id: "no_secrets",
  kind: "regex",
  config: { pattern: "key" },
  outputKeys: [{ key: "clean", type: "bool" }],
};

const FLEET = { matchers: ['team="agents"'], endpoint: "https://otlp.example" };

export const existing = (more: Settings = {}, cloud: Settings = {}): Settings => ({
  preset: "grafana-cloud",
  secrets: SECRETS,
  destinations: [DESTINATION],
  grafanaCloud: { existing: EXISTING, ...cloud },
  ...more,
});
export const managed = (more: Settings = {}, cloud: Settings = {}): Settings => ({
  preset: "grafana-cloud",
  secrets: { access: "x" },
  grafanaCloud: { managed: { ...MANAGED, ...cloud } },
  ...more,
});
export const elsewhere = (manage: Settings = {}, more: Settings = {}): Settings => ({
  preset: "local",
  secrets: SECRETS,
  grafana: {
    manage: { url: "https://grafana.example", serviceAccountTokenSecret: "account", ...manage },
  },
  ...more,
});
export const inCluster = {
  platform: "kubernetes",
  kubernetes: { externalSecrets: { store: { name: "v" } } },
};

export const mistakes: readonly [string, Settings, where: string, what: string, fix: string][] = [
  [
    "the preset alone",
    { preset: "grafana-cloud" },
    "grafanaCloud",
    "the preset needs to know which stack: one that is there, or one to make",
    'agentobs:grafanaCloud: { existing: { url: "https://acme.grafana.net", serviceAccountTokenSecret: grafana-service-account } }\n  Or:  agentobs:grafanaCloud: { managed: { slug: acmeagents, region: "prod-eu-west-2", cloudTokenSecret: grafana-cloud-access } }',
  ],
  [
    "no stack at all",
    existing({ grafanaCloud: {} }),
    "grafanaCloud",
    "names no stack: one that is there, or one to make",
    'agentobs:grafanaCloud: { existing: { url: "https://acme.grafana.net", serviceAccountTokenSecret: grafana-service-account } }\n  Or:  agentobs:grafanaCloud: { managed: { slug: acmeagents, region: "prod-eu-west-2", cloudTokenSecret: grafana-cloud-access } }',
  ],
  [
    "two stacks",
    existing({ secrets: { account: "x", access: "x" } }, { managed: MANAGED }),
    "grafanaCloud",
    "names a stack that is there, and one to make",
    "remove existing, or managed",
  ],
  [
    "an agent that is missing before its next point can be there",
    existing({ alerts: { missing: { silentSeconds: 120 } } }),
    "alerts.missing.silentSeconds",
    "120 s are less than three of the 60 s between two points: agents that work would be missing",
    "agentobs:alerts: { missing: { silentSeconds: 180 } }",
  ],
  [
    "a stack to which nothing is sent",
    existing({ destinations: [{ type: "jaeger" }, { type: "victoriametrics" }] }),
    "grafanaCloud",
    "nothing is sent there: no destination is of the type grafana-cloud",
    "add { type: grafana-cloud } to the destinations",
  ],
  [
    "a destination without an address, and no stack made for it",
    existing({ destinations: [{ type: "grafana-cloud" }] }),
    "destinations.0",
    "has no address, and agentobs:grafanaCloud.managed makes no stack for it",
    'agentobs:destinations: [{ type: grafana-cloud, endpoint: "https://otlp-gateway-prod-eu-west-2.grafana.net/otlp", instanceId: "123456", tokenSecret: grafana-cloud-token }]',
  ],
  [
    "a token that nobody set",
    existing({}, { existing: { ...EXISTING, serviceAccountTokenSecret: "other" } }),
    "grafanaCloud.existing.serviceAccountTokenSecret",
    'there is no secret "other"',
    "pulumi config set --secret --path 'agentobs:secrets.other' <value>",
  ],
  [
    "a token of the organisation that nobody set",
    managed({ secrets: {} }),
    "grafanaCloud.managed.cloudTokenSecret",
    'there is no secret "access"',
    "pulumi config set --secret --path 'agentobs:secrets.access' <value>",
  ],
  [
    "a secret of a name that the stack hands over",
    managed({ secrets: { access: "x", "grafana-cloud-token": "x" } }),
    "secrets.grafana-cloud-token",
    "the stack that the kit makes hands over a secret of this name",
    "pulumi config rm --path 'agentobs:secrets.grafana-cloud-token', and set it under another name if it is something else",
  ],
  [
    "a stack to make beside a store of secrets",
    managed(inCluster),
    "kubernetes.externalSecrets",
    "the stack's address and token are known once it is made, and no store has them",
    "remove kubernetes.externalSecrets, or name a stack that is there: agentobs:grafanaCloud.existing",
  ],
  [
    "a token that only a store has",
    existing({ ...inCluster, secrets: {} }),
    "grafanaCloud.existing.serviceAccountTokenSecret",
    'there is no secret "account"',
    "pulumi config set --secret --path 'agentobs:secrets.account' <value>",
  ],
  [
    "a receiver that only a store knows, told by Grafana",
    existing({
      ...inCluster,
      secrets: { account: "x" },
      alerts: { routes: [{ severities: ["critical"], webhook: { urlSecret: "hook" } }] },
    }),
    "alerts.routes.0.webhook.urlSecret",
    'there is no secret "hook"',
    "pulumi config set --secret --path 'agentobs:secrets.hook' <value>",
  ],
  [
    "a token in plain text",
    existing({}, { existing: { ...EXISTING, url: "http://acme.example" } }),
    "grafanaCloud.existing.url",
    "a token that may change everything would travel in plain text",
    'agentobs:grafanaCloud: { existing: { url: "https://acme.example" } }',
  ],
  [
    "a rhythm that Grafana does not have",
    existing({ alerts: { evaluateEverySeconds: 15 } }),
    "alerts.evaluateEverySeconds",
    "Grafana evaluates rules every 10 s or a multiple of it, not every 15 s",
    "agentobs:alerts: { evaluateEverySeconds: 20 }",
  ],
  [
    "tokens that would be renewed before they are made",
    managed({}, { tokenDays: 30, renewBeforeDays: 30 }),
    "grafanaCloud.managed.renewBeforeDays",
    "a token of 30 days can't be renewed 30 days before its end",
    "agentobs:grafanaCloud: { managed: { renewBeforeDays: 10 } }",
  ],
  [
    "an objective between two buckets",
    existing(
      {},
      { slos: [{ name: "fast", type: "run-duration", percent: 99, withinSeconds: 29 }] },
    ),
    "grafanaCloud.slos.0.withinSeconds",
    "29 s is no bound of the metric's buckets: between two nothing is known",
    "withinSeconds: 30 (bounds are 0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600; alerts.latency.p99Seconds is one more)",
  ],
  [
    "two objectives of one name",
    existing({}, { slos: [1, 2].map(() => ({ name: "a", type: "runs", percent: 99 })) }),
    "grafanaCloud.slos.1",
    '"a" is there twice',
    "give each objective its own name",
  ],
  [
    "evaluators without anything to score",
    existing({}, { evaluators: [EVALUATOR] }),
    "grafanaCloud.evaluators",
    "evaluators score prompts and answers, and those are removed",
    'agentobs:content: { capture: true, reason: "<why they may be stored>" }',
  ],
  [
    "two evaluators of one name",
    existing(
      { content: { capture: true, reason: "support case 4711" } },
      { evaluators: [EVALUATOR, EVALUATOR] },
    ),
    "grafanaCloud.evaluators.1",
    '"no_secrets" is there twice',
    "keep one of the two",
  ],
  [
    "a fleet of a stack that is there, and nobody knows where",
    existing({}, { fleet: FLEET }),
    "grafanaCloud.fleet",
    "names no url, userId, tokenSecret: of a stack that is there nobody else knows",
    'agentobs:grafanaCloud: { fleet: { url: "https://fleet-management-prod-008.grafana.net", userId: "123456", tokenSecret: grafana-fleet-token } }',
  ],
  [
    "a fleet of a stack that is made, and an address for it",
    managed({ grafanaCloud: { managed: MANAGED, fleet: { ...FLEET, userId: "1" } } }),
    "grafanaCloud.fleet",
    "the stack that the kit makes says by itself where its fleet is",
    "remove userId",
  ],
  [
    "an address that Grafana Cloud does not give",
    managed({}, { slug: "Acme-Agents" }),
    "grafanaCloud.managed.slug",
    'is "Acme-Agents", but must be up to 29 lower-case letters and digits',
    "agentobs:grafanaCloud: { managed: { slug: acmeagents } }",
  ],
  [
    "two Grafanas",
    existing({ grafana: { manage: { ...EXISTING, dataSources: { metrics: { uid: "a" } } } } }),
    "grafana.manage",
    "pages and rules go to one Grafana",
    "remove grafana.manage, or grafanaCloud",
  ],
  [
    "a Grafana of the stack's own besides",
    elsewhere(
      { dataSources: { metrics: { uid: "a" } } },
      {
        preset: "kubernetes-jaeger",
        grafana: { run: true, manage: { ...EXISTING, dataSources: { metrics: { uid: "a" } } } },
      },
    ),
    "grafana.manage",
    "the stack's own Grafana brings its pages along",
    "remove grafana.manage, or grafana.run",
  ],
  [
    "a Grafana that can't find the metrics",
    elsewhere({}, { preset: "kubernetes-jaeger", grafana: { run: false, manage: EXISTING } }),
    "grafana.manage.dataSources.metrics",
    "nobody knows where this Grafana finds the metrics",
    "agentobs:grafana: { manage: { dataSources: { metrics: { uid: my-prometheus } } } }",
  ],
  [
    "a data source that is there and made",
    elsewhere({ dataSources: { tempo: { uid: "a", url: "https://tempo.example" } } }),
    "grafana.manage.dataSources.tempo",
    "has a uid and an address: one is there, the other makes one",
    "agentobs:grafana: { manage: { dataSources: { tempo: { uid: my-tempo } } } }",
  ],
  [
    "a data source of no name",
    elsewhere({ dataSources: { metrics: {} } }),
    "grafana.manage.dataSources.metrics",
    "names neither the uid of a data source nor an address to make one with",
    "agentobs:grafana: { manage: { dataSources: { metrics: { uid: my-prometheus } } } }",
  ],
];
