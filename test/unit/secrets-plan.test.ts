import { describe, expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";

const plan = (own: Record<string, unknown> = {}) =>
  planFor(parseSettings({ preset: "kubernetes-jaeger", ...own }, "Pulumi.prod.yaml"));
const generated = (own: Record<string, unknown> = {}) =>
  plan(own).secrets.generated.map(({ name }) => name);
const authorities = (own: Record<string, unknown> = {}) =>
  plan(own).secrets.authorities.map(({ caSecret }) => caSecret);

const alone = "known, and a second one is not worth its price";
const PRODUCTION = {
  environment: "production",
  agents: [{ name: "research-agent" }],
  acknowledge: {
    "single-replica-jaeger": alone,
    "single-replica-victoriametrics": alone,
    "single-replica-grafana": alone,
  },
};

describe("production in a cluster", () => {
  test("needs no secret of the operator's", () => {
    const { collector, agentEnvironment, agentSecrets } = plan(PRODUCTION);
    expect(collector.ingest).toMatchObject({
      tls: { certificateSecret: "ingest-certificate", keySecret: "ingest-key" },
      auth: { kind: "bearer", tokenSecrets: ["ingest-token-1"] },
    });
    expect(agentEnvironment["OTEL_EXPORTER_OTLP_ENDPOINT"]).toBe(
      "https://collector.agentobs.svc:4318",
    );
    expect(agentSecrets.map(({ variable, secret }) => `${variable} ${secret}`)).toEqual([
      "OTEL_EXPORTER_OTLP_HEADERS ingest-token-1",
      "OTEL_EXPORTER_OTLP_CERTIFICATE ingest-ca",
    ]);
  });

  test("has an authority for agents and one for the wire between the tiers", () => {
    expect(authorities()).toEqual(["ingest-ca", "wire-ca"]);
    const [, wire] = plan().secrets.authorities;
    expect(wire?.certificates).toMatchObject([
      {
        certificateSecret: "wire-certificate",
        keySecret: "wire-key",
        uses: ["client_auth", "server_auth"],
      },
    ]);
    expect(wire?.certificates[0]?.hosts).toContain("*.sampler-headless.agentobs.svc");
  });

  test("whose samplers are told apart by name finds each name in the certificate", () => {
    const { addresses, secrets } = plan();
    const hosts = secrets.authorities[1]?.certificates[0]?.hosts ?? [];
    const parents = hosts.map((host) => host.replace(/^\*\./, ""));
    for (const pod of ["sampler-0", "sampler-1"] as const) {
      const host = addresses[pod]?.otlpGrpc.host ?? "";
      expect(parents).toContain(host.slice(host.indexOf(".") + 1));
    }
  });
});

describe("a secret of the operator's", () => {
  test("of a name that the kit would make is used instead", () => {
    expect(generated()).toContain("ingest-token-1");
    expect(generated({ secrets: { "ingest-token-1": "x" } })).not.toContain("ingest-token-1");
    const pair = { "ingest-certificate": "x", "ingest-key": "x" };
    expect(authorities({ secrets: pair })).toEqual(["wire-ca"]);
    expect(plan({ secrets: pair }).agentSecrets.map(({ secret }) => secret)).not.toContain(
      "ingest-ca",
    );
    const wire = { "wire-ca": "x", "wire-certificate": "x", "wire-key": "x" };
    expect(authorities({ secrets: wire })).toEqual(["ingest-ca"]);
  });

  test("another way of authentication takes the token's place", () => {
    const basic = { users: [{ name: "agents", passwordSecret: "password" }] };
    const own = { secrets: { password: "x" }, ingest: { auth: { basic } } };
    expect(plan(own).collector.ingest.auth).toMatchObject({ kind: "basic" });
    expect(generated(own)).not.toContain("ingest-token-1");
  });
});

describe("nothing is made", () => {
  test("on one machine", () => {
    const { secrets } = planFor(parseSettings({ preset: "local" }, "Pulumi.local.yaml"));
    expect(secrets).toEqual({ generated: [], authorities: [] });
  });

  test("where a store holds everything under its name", () => {
    const kubernetes = { externalSecrets: { store: { name: "vault" } } };
    const { secrets, collector } = plan({ kubernetes, rotate: { ingestToken: 3 } });
    expect(secrets).toEqual({ generated: [], authorities: [] });
    expect(collector.ingest.auth).toMatchObject({
      tokenSecrets: ["ingest-token-3", "ingest-token-2"],
    });
  });

  test("for an endpoint whose certificate cert-manager keeps", () => {
    const own = { ingest: { tls: { issuer: { name: "internal-ca" } } } };
    expect(authorities(own)).toEqual(["wire-ca"]);
    expect(plan(own).kubernetes?.secretSources).toEqual({
      "ingest-certificate": { object: "collector-ingest-tls", key: "tls.crt" },
      "ingest-key": { object: "collector-ingest-tls", key: "tls.key" },
    });
  });

  test("for what is switched off", () => {
    const own = { ingest: { tls: { none: true }, auth: { none: true } } };
    expect(authorities(own)).toEqual(["wire-ca"]);
    expect(plan(own).collector.ingest).toMatchObject({ tls: undefined, auth: undefined });
    expect(plan(own).agentSecrets).toEqual([]);
  });
});

describe("a number raised by one", () => {
  test("makes a new token, keeps the one before good, and hands agents the new one", () => {
    const { collector, agentSecrets } = plan({ rotate: { ingestToken: 2 } });
    const tokenSecrets = ["ingest-token-2", "ingest-token-1"];
    expect(collector.ingest.auth).toEqual({ kind: "bearer", tokenSecrets });
    expect(agentSecrets[0]).toMatchObject({ secret: "ingest-token-2" });
    expect(generated({ rotate: { ingestToken: 2 } })).toEqual(expect.arrayContaining(tokenSecrets));
  });

  test("renews both authorities and touches no token", () => {
    const before = plan().secrets;
    const { generated, authorities } = plan({ rotate: { certificates: 2 } }).secrets;
    expect(authorities.map(({ generation }) => generation)).toEqual([2, 2]);
    expect(generated).toEqual(before.generated);
  });
});
