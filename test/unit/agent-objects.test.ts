import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { agentHandout } from "../../stacks/agent-objects.ts";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";

const PRESET = "kubernetes-jaeger";
const planWith = (own: Record<string, unknown>, kubernetes: Record<string, unknown> = {}) =>
  planFor(
    parseSettings(
      { preset: PRESET, kubernetes: { agentNamespaces: ["research"], ...kubernetes }, ...own },
      "Pulumi.prod.yaml",
    ),
  );
function handoutOf(own: Record<string, unknown> = {}, kubernetes: Record<string, unknown> = {}) {
  const handout = agentHandout(planWith(own, kubernetes));
  if (!handout) throw new Error("agents are handed nothing");
  return handout;
}

const CLIENT = { caSecret: "client-ca", certificateSecret: "client", keySecret: "client-key" };
const MUTUAL = {
  secrets: { "client-ca": "x", client: "x", "client-key": "x" },
  ingest: { clientCertificates: CLIENT },
};
const STORE = { externalSecrets: { store: { name: "vault" }, entry: "agentobs/prod" } };

describe("what agents are handed", () => {
  test("is nothing where no namespace is named", () => {
    expect(agentHandout(planWith({}, { agentNamespaces: [] }))).toBeUndefined();
  });

  test("is the whole environment of the contract, in each namespace", () => {
    const { objects } = handoutOf({}, { agentNamespaces: ["research", "support"] });
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}`)).toEqual([
      "ConfigMap research",
      "ConfigMap support",
    ]);
    expect(objects[0]).toMatchObject({
      metadata: { name: "agentobs-agents" },
      data: {
        OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.agentobs.svc:4318",
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
        OTEL_EXPORTER_OTLP_CERTIFICATE: "/etc/agentobs/ca.pem",
      },
    });
  });

  test("has the token in a Secret, and the authority, which is none, in a ConfigMap", () => {
    const values = { "ingest-token-1": "t0ken\n", "ingest-ca": "CA" };
    expect(handoutOf().reveal(values)).toEqual({
      environment: { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20t0ken" },
      files: {},
      trusted: { "ca.pem": "CA" },
    });
  });

  test("has a client's certificate and key in a Secret of files, never in the environment", () => {
    const { environment, files } = handoutOf(MUTUAL).reveal({ client: "C", "client-key": "K" });
    expect(files).toEqual({ "client-certificate.pem": "C", "client-key.pem": "K" });
    expect(Object.keys(environment)).toEqual(["OTEL_EXPORTER_OTLP_HEADERS"]);
  });

  test("is no secret where anybody may send in clear", () => {
    const own = { ingest: { tls: { none: true }, auth: { none: true } } };
    const { secrets, snippet } = handoutOf(own);
    expect(secrets).toEqual([]);
    expect(snippet).not.toMatch(/secret|volume/);
  });
});

describe("the snippet for an agent's pod", () => {
  interface Pod {
    readonly spec: {
      readonly containers: readonly [
        {
          readonly envFrom: readonly object[];
          readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
        },
      ];
      readonly volumes: readonly {
        readonly name: string;
        readonly projected: { readonly sources: readonly object[] };
      }[];
    };
  }

  test("names every object, and mounts the files where the variables look for them", () => {
    const { objects, snippet } = handoutOf(MUTUAL);
    const { containers, volumes } = (parse(snippet) as Pod).spec;
    expect(containers[0].envFrom).toEqual([
      { configMapRef: { name: "agentobs-agents" } },
      { secretRef: { name: "agentobs-agents" } },
    ]);
    expect(volumes[0]?.projected.sources).toEqual([
      { configMap: { name: "agentobs-agents-ca" } },
      { secret: { name: "agentobs-agents-files" } },
    ]);
    const [mount] = containers[0].volumeMounts;
    expect(mount?.name).toBe(volumes[0]?.name);
    const { data } = objects[0] as { data: Record<string, string> };
    for (const [variable, value] of Object.entries(data))
      if (/CERTIFICATE|KEY/.test(variable)) expect(value).toContain(`${mount?.mountPath ?? ""}/`);
  });
});

describe("agents.yaml", () => {
  const textOf = (own: Record<string, unknown>, kubernetes = {}) =>
    artefactsFor(planWith(own, kubernetes))["manifests/agents.yaml"] ?? "";

  test("says what has to be there besides", () => {
    expect(textOf(MUTUAL)).toContain(
      [
        "# Not in this file:",
        '# Secret agentobs-agents, key OTEL_EXPORTER_OTLP_HEADERS: from the secret "ingest-token-1"',
        '# Secret agentobs-agents-files, key client-certificate.pem: from the secret "client"',
        '# Secret agentobs-agents-files, key client-key.pem: from the secret "client-key"',
        '# ConfigMap agentobs-agents-ca, key ca.pem: from the secret "ingest-ca"',
      ].join("\n"),
    );
  });

  test("has it all written from a store, where there is one", () => {
    const own = { ingest: { tls: { caSecret: "ingest-ca" }, clientCertificates: CLIENT } };
    const text = textOf(own, STORE);
    expect(text).not.toContain("Not in this file");
    const documents = parseAllDocuments(text).map((one) => one.toJS() as unknown);
    expect(documents.slice(1)).toMatchObject([
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { name: "agentobs-agents", namespace: "research" },
        spec: {
          secretStoreRef: { name: "vault", kind: "ClusterSecretStore" },
          refreshInterval: "60m",
          target: {
            name: "agentobs-agents",
            template: {
              data: {
                OTEL_EXPORTER_OTLP_HEADERS:
                  'authorization=Bearer%20{{ .ingest_token_1 | trim | urlquery | replace "+" "%20" }}',
              },
            },
          },
          data: [
            {
              secretKey: "ingest_token_1",
              remoteRef: { key: "agentobs/prod", property: "ingest-token-1" },
            },
          ],
        },
      },
      {
        metadata: { name: "agentobs-agents-files" },
        spec: {
          target: {
            template: {
              data: {
                "ca.pem": "{{ .ingest_ca }}",
                "client-certificate.pem": "{{ .client }}",
                "client-key.pem": "{{ .client_key }}",
              },
            },
          },
        },
      },
    ]);
  });
});
