import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { secretFileTexts } from "../../components/platforms/process/inputs.ts";
import { processSpec } from "../../components/platforms/process/spec.ts";
import { agentFiles } from "../../stacks/agent-files.ts";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

const SECRETS = {
  "ingest-certificate": "CERTIFICATE-PEM",
  "ingest-key": "KEY-PEM",
  "ingest-ca": "CA-PEM",
  "client-ca": "CLIENT-CA-PEM",
  "client-certificate": "CLIENT-CERTIFICATE-PEM",
  "client-key": "CLIENT-KEY-PEM",
  new: "n3w=t,ken;100%",
  old: "0ld-token\n",
};
const TLS = { certificateSecret: "ingest-certificate", keySecret: "ingest-key" };
const BEARER = { bearer: { tokenSecrets: ["new", "old"] } };

const planWith = (ingest: object) =>
  planFor(parseSettings({ preset: "local", secrets: SECRETS, ingest }, "Pulumi.local.yaml"));
const PROTECTED = planWith({
  tls: { ...TLS, caSecret: "ingest-ca" },
  clientCertificates: {
    caSecret: "client-ca",
    certificateSecret: "client-certificate",
    keySecret: "client-key",
  },
  auth: BEARER,
});

function collectorOf(plan: ReturnType<typeof planFor>) {
  const workload = workloadsOf(plan).find(({ name }) => name === "collector");
  if (!workload) throw new Error("no collector");
  const config = parse(workload.files["collector.yaml"] ?? "") as {
    receivers: { otlp: { protocols: Record<"grpc" | "http", object> } };
    extensions: Record<string, object>;
    service: { extensions: string[] };
  };
  return { ...processSpec(workload), config, protocols: config.receivers.otlp.protocols };
}

describe("the collector of a stack with TLS and bearer tokens", () => {
  const { protocols, config, secretFiles } = collectorOf(PROTECTED);

  test.for(["grpc", "http"] as const)("asks for both on %s", (protocol) => {
    expect(protocols[protocol]).toMatchObject({
      tls: {
        cert_file: "secrets/collector/ingest-certificate",
        key_file: "secrets/collector/ingest-key",
        client_ca_file: "secrets/collector/client-ca",
        min_version: "1.2",
      },
      auth: { authenticator: "bearertokenauth" },
    });
  });

  test("reads the tokens from one file, a line each", () => {
    expect(config.extensions["bearertokenauth"]).toEqual({
      filename: "secrets/collector/ingest-tokens",
    });
    expect(config.service.extensions).toContain("bearertokenauth");
    expect(secretFileTexts({ secretFiles, secrets: SECRETS })).toEqual({
      "ingest-certificate": "CERTIFICATE-PEM",
      "ingest-key": "KEY-PEM",
      "client-ca": "CLIENT-CA-PEM",
      "ingest-tokens": "n3w=t,ken;100%\n0ld-token\n",
    });
  });

  test("leaves its own health and metrics as they are, for the platform", () => {
    expect(config.extensions["health_check"]).toEqual({ endpoint: "127.0.0.1:13133" });
  });
});

test("without settings for it there is neither TLS nor authentication, and still every limit", () => {
  const { protocols } = collectorOf(planWith({}));
  for (const protocol of Object.values(protocols)) {
    expect(protocol).not.toHaveProperty("tls");
    expect(protocol).not.toHaveProperty("auth");
  }
  expect(protocols.http).toMatchObject({
    max_request_body_size: 16 * 1024 * 1024,
    read_header_timeout: "10s",
    read_timeout: "60s",
    keepalive: { idle_timeout: "60s" },
  });
  expect(protocols.grpc).toMatchObject({
    max_recv_msg_size_mib: 16,
    max_concurrent_streams: 100,
    keepalive: { server_parameters: { max_connection_idle: "60s", max_connection_age: "1800s" } },
  });
});

test("passwords stand behind their users' names", () => {
  const users = [
    { name: "agents", passwordSecret: "new" },
    { name: "batch", passwordSecret: "old" },
  ];
  const { secretFiles, protocols } = collectorOf(planWith({ auth: { basic: { users } } }));
  expect(protocols.http).toMatchObject({ auth: { authenticator: "basicauth" } });
  expect(secretFileTexts({ secretFiles, secrets: SECRETS })).toEqual({
    "ingest-users": "agents:n3w=t,ken;100%\nbatch:0ld-token\n",
  });
});

test("an issuer is named with its audience and its authority", () => {
  const oidc = { issuerUrl: "https://login.example", audience: "agentobs", caSecret: "ingest-ca" };
  const { config } = collectorOf(planWith({ tls: TLS, auth: { oidc } }));
  expect(config.extensions["oidc"]).toEqual({
    providers: [
      {
        issuer_url: "https://login.example",
        audience: "agentobs",
        issuer_ca_path: "secrets/collector/ingest-ca",
      },
    ],
  });
});

describe("what agents get", () => {
  test("names https, and each secret in the rendered file by its name only", () => {
    expect(PROTECTED.agentEnvironment["OTEL_EXPORTER_OTLP_ENDPOINT"]).toBe(
      "https://127.0.0.1:4318",
    );
    const files = artefactsFor(PROTECTED);
    expect(files["agents.env"]).toContain('# OTEL_EXPORTER_OTLP_HEADERS: from the secret "new"');
    const all = JSON.stringify([files, workloadsOf(PROTECTED)]);
    for (const value of Object.values(SECRETS)) expect(all).not.toContain(value.trim());
  });

  const { environment, files } = agentFiles(PROTECTED, "/state/local", SECRETS);

  test("is the first token, percent-encoded, and files for the certificates", () => {
    expect(environment).toMatchObject({
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20n3w%3Dt%2Cken%3B100%25",
      OTEL_EXPORTER_OTLP_CERTIFICATE: "/state/local/agents/ca.pem",
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: "/state/local/agents/client-certificate.pem",
      OTEL_EXPORTER_OTLP_CLIENT_KEY: "/state/local/agents/client-key.pem",
    });
    expect(files).toMatchObject({
      "agents/ca.pem": "CA-PEM",
      "agents/client-certificate.pem": "CLIENT-CERTIFICATE-PEM",
      "agents/client-key.pem": "CLIENT-KEY-PEM",
    });
  });

  test("reads back from agents.env as it was", () => {
    expect(parseEnv(files["agents.env"] ?? "")).toEqual(environment);
  });

  test("is user and password in base64 for basic authentication", () => {
    const users = [{ name: "agents", passwordSecret: "old" }];
    const plan = planWith({ auth: { basic: { users } } });
    const header = agentFiles(plan, "/", SECRETS).environment["OTEL_EXPORTER_OTLP_HEADERS"] ?? "";
    const [, base64 = ""] = decodeURIComponent(header).split("authorization=Basic ");
    expect(Buffer.from(base64, "base64").toString()).toBe("agents:0ld-token");
  });
});
