const problem = (where: string, what: string, fix: string) =>
  `Pulumi.local.yaml: agentobs:${where}: ${what}\n  Fix: ${fix}`;
const TYPES =
  "jaeger, tempo, victoriametrics, prometheus, langfuse, grafana-cloud, honeycomb, otlp";
const url = (type: string) => ({ type, endpoint: "https://x.example" });
const LANGFUSE = { type: "langfuse", publicKeySecret: "pk", secretKeySecret: "sk" };

/** What stands before the kit's own two backends, and every problem with it. */
export const mistakes: [title: string, destinations: object[], ...messages: string[]][] = [
  [
    "a type that there is none of",
    [{ type: "jager" }],
    problem(
      "destinations.0.type",
      `is "jager", but must be one of ${TYPES}`,
      "agentobs:destinations: [{ type: jaeger }]",
    ),
  ],
  [
    "a key that this type doesn't have names the nearest one that it has",
    [{ ...url("tempo"), ednpoint: "x" }],
    problem(
      "destinations.0.ednpoint",
      'there is no such key; the nearest is "endpoint"',
      'agentobs:destinations: [{ endpoint: "https://tempo.example:4317" }]',
    ),
  ],
  [
    "a key of another type is none of this one",
    [{ ...url("victoriametrics"), traces: "genai" }],
    problem("destinations.0.traces", "this type has no such key", "remove traces"),
  ],
  [
    "a backend that the kit can't run yet, without an address",
    [{ type: "tempo" }],
    problem(
      "destinations.0",
      "the kit runs tempo from its image, and processes have none: it needs an address",
      'agentobs:destinations: [{ type: tempo, endpoint: "https://tempo.example:4317" }]',
    ),
  ],
  [
    "Prometheus without its remote write address",
    [{ type: "prometheus" }],
    problem(
      "destinations.0",
      "the kit can't run prometheus yet, so it needs an address",
      'agentobs:destinations: [{ type: prometheus, endpoint: "https://prometheus.example/api/v1/write" }]',
    ),
  ],
  [
    "Langfuse without a region or an address",
    [LANGFUSE],
    problem(
      "destinations.0",
      "the kit runs langfuse from its image, and processes have none: it needs an address",
      "agentobs:destinations: [{ type: langfuse, publicKeySecret: pk, secretKeySecret: sk, region: eu }]",
    ),
  ],
  [
    "Langfuse without keys",
    [{ type: "langfuse", region: "eu" }],
    problem(
      "destinations.0.publicKeySecret",
      'there is no secret "langfuse-public-key"',
      "pulumi config set --secret --path 'agentobs:secrets.langfuse-public-key' <value>",
    ),
    problem(
      "destinations.0.secretKeySecret",
      'there is no secret "langfuse-secret-key"',
      "pulumi config set --secret --path 'agentobs:secrets.langfuse-secret-key' <value>",
    ),
  ],
  [
    "Langfuse with a region that it doesn't have",
    [{ ...LANGFUSE, region: "fr" }],
    problem(
      "destinations.0.region",
      'is "fr", but must be one of eu, us, jp, hipaa',
      "agentobs:destinations: [{ region: eu }]",
    ),
  ],
  [
    "a region and an address",
    [{ ...LANGFUSE, region: "eu", endpoint: "https://langfuse.example" }],
    problem("destinations.0", "has region and endpoint", "remove region or endpoint"),
  ],
  [
    "Grafana Cloud without an address",
    [{ type: "grafana-cloud", instanceId: "1", tokenSecret: "sk" }],
    problem(
      "destinations.0",
      "has no address, and agentobs:grafanaCloud.managed makes no stack for it",
      'agentobs:destinations: [{ type: grafana-cloud, endpoint: "https://otlp-gateway-prod-eu-west-2.grafana.net/otlp", instanceId: "1", tokenSecret: sk }]',
    ),
  ],
  [
    "Grafana Cloud without a user",
    [{ ...url("grafana-cloud"), tokenSecret: "sk" }],
    problem(
      "destinations.0",
      "says no instance id, the user of its OTLP address",
      'agentobs:destinations: [{ type: grafana-cloud, endpoint: "https://x.example", tokenSecret: sk, instanceId: "123456" }]',
    ),
  ],
  [
    "Grafana Cloud with two users and two addresses",
    [
      {
        ...url("grafana-cloud"),
        endpointSecret: "pk",
        instanceId: "1",
        instanceIdSecret: "pk",
        tokenSecret: "sk",
      },
    ],
    problem(
      "destinations.0",
      "has endpoint and endpointSecret",
      "remove endpoint or endpointSecret",
    ),
    problem(
      "destinations.0",
      "has instanceId and instanceIdSecret",
      "remove instanceId or instanceIdSecret",
    ),
  ],
  [
    "an instance id that is a number",
    [{ ...url("grafana-cloud"), instanceId: 123456, tokenSecret: "sk" }],
    problem(
      "destinations.0.instanceId",
      "is 123456, but must be the stack's number, in quotes",
      'agentobs:destinations: [{ instanceId: "123456" }]',
    ),
  ],
  [
    "Honeycomb without a region",
    [{ type: "honeycomb", keySecret: "pk" }],
    problem(
      "destinations.0",
      "the kit can't create honeycomb yet, so it needs an address",
      "agentobs:destinations: [{ type: honeycomb, keySecret: pk, region: eu }]",
    ),
  ],
  [
    "a secret that is not there, wherever it is named",
    [
      { type: "honeycomb", region: "us", keySecret: "hc" },
      {
        ...url("otlp"),
        headerSecrets: { "x-key": "hx" },
        basicAuth: { username: "me", passwordSecret: "pw" },
      },
    ],
    ...[
      ["0.keySecret", "hc"],
      ["1.headerSecrets.x-key", "hx"],
      ["1.basicAuth.passwordSecret", "pw"],
    ].map(([key = "", name = ""]) =>
      problem(
        `destinations.${key}`,
        `there is no secret "${name}"`,
        `pulumi config set --secret --path 'agentobs:secrets.${name}' <value>`,
      ),
    ),
  ],
  [
    "a header that is a secret, in plain sight",
    [{ ...url("tempo"), headers: { authorization: "Bearer abc" } }],
    problem(
      "destinations.0.headers.authorization",
      "looks like a secret, and would stand in rendered files",
      "agentobs:destinations: [{ type: tempo, headerSecrets: { authorization: my-authorization } }]",
    ),
  ],
  [
    "an address with a password in it",
    [{ type: "otlp", endpoint: "https://me:secret@otlp.example" }],
    problem(
      "destinations.0.endpoint",
      'is "https://****@otlp.example", but must be an address without user, password, query or fragment: those can be secrets',
      'agentobs:destinations: [{ endpoint: "https://otlp.example:4318" }]',
    ),
  ],
  [
    "an address without a scheme",
    [{ type: "tempo", endpoint: "tempo:4317" }],
    problem(
      "destinations.0.endpoint",
      'is "tempo:4317", but must be an address such as https://otlp.example:4318',
      'agentobs:destinations: [{ endpoint: "https://tempo.example:4317" }]',
    ),
  ],
  [
    "certificates for plain HTTP",
    [{ type: "tempo", endpoint: "http://t.example:4317", ca: "-----BEGIN CERTIFICATE-----\nx" }],
    problem(
      "destinations.0",
      "trusts certificates, but its endpoint is plain HTTP",
      'agentobs:destinations: [{ type: tempo, endpoint: "https://t.example:4317" }]',
    ),
  ],
  [
    "two destinations of one name",
    [url("tempo"), url("tempo")],
    problem(
      "destinations.1.name",
      'a destination before it has the name "tempo" too',
      'agentobs:destinations: [{ type: tempo, name: "tempo-2" }]',
    ),
  ],
  [
    "a backend of the kit twice",
    [{ type: "jaeger", name: "other" }],
    problem("destinations.1", "the kit runs jaeger once", "remove it, or give it an endpoint"),
  ],
  [
    "credentials for what the kit runs",
    [{ type: "victoriametrics", name: "own", headers: { "x-scope-orgid": "a" } }],
    problem(
      "destinations.0",
      "victoriametrics without an endpoint is run by the kit, which needs no credentials for it",
      'agentobs:destinations: [{ type: victoriametrics, endpoint: "https://victoriametrics.example" }]',
    ),
    problem(
      "destinations.2",
      "the kit runs victoriametrics once",
      "remove it, or give it an endpoint",
    ),
  ],
  [
    "where to ask what the kit runs",
    [{ type: "jaeger", queryEndpoint: "http://127.0.0.1:16686" }],
    problem(
      "destinations.0.queryEndpoint",
      "jaeger without an endpoint is run by the kit, which knows where to ask it",
      "remove queryEndpoint, or give it an endpoint",
    ),
    problem("destinations.1", "the kit runs jaeger once", "remove it, or give it an endpoint"),
  ],
  [
    "the project of a Langfuse that the kit runs",
    [{ ...LANGFUSE, projectId: "p1" }],
    problem(
      "destinations.0.projectId",
      "the project of a Langfuse that the kit runs is langfuse.project.id",
      "remove projectId",
    ),
    problem(
      "destinations.0",
      "the kit runs langfuse from its image, and processes have none: it needs an address",
      'agentobs:destinations: [{ type: langfuse, publicKeySecret: pk, secretKeySecret: sk, projectId: "p1", region: eu }]',
    ),
  ],
  [
    "an address instead of a project's id",
    [{ ...LANGFUSE, region: "eu", projectId: "https://cloud.langfuse.com/project/p1" }],
    problem(
      "destinations.0.projectId",
      'is "https://cloud.langfuse.com/project/p1", but must be the id in the address of the project\'s pages',
      'agentobs:destinations: [{ projectId: "cm5x0k2ab0001" }]',
    ),
  ],
  [
    "basic auth over gRPC without TLS",
    [
      {
        type: "tempo",
        endpoint: "http://t.example:4317",
        basicAuth: { username: "me", passwordSecret: "pk" },
      },
    ],
    problem(
      "destinations.0",
      "has basic auth, which gRPC sends over TLS only: the collector would not start",
      'agentobs:destinations: [{ type: tempo, endpoint: "https://t.example:4317" }]',
    ),
  ],
];
