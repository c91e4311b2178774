import { describe, expect, test } from "vitest";
import { base64, hex, password, type SecretsPlan } from "../../components/secrets/plan.ts";
import { createSecretValues } from "../../components/secrets/resources.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { type RegisteredResource, run, StackState } from "../support/registered.ts";
import { ANSWERS } from "../support/tls-provider.ts";

const planned = (own: Record<string, unknown> = {}) =>
  planFor(parseSettings({ preset: "kubernetes-jaeger", ...own }, "Pulumi.prod.yaml")).secrets;

/** One authority alone. */
const ingestOnly = ({ authorities }: SecretsPlan): SecretsPlan => ({
  generated: [],
  authorities: authorities.filter(({ caSecret }) => caSecret === "ingest-ca"),
});

const made = (
  plan: SecretsPlan,
  names: readonly string[],
  own: Record<string, string> = {},
  state = new StackState(),
) =>
  run(
    () => createSecretValues(plan, own, true),
    (valuesOf) => valuesOf(names),
    ANSWERS,
    state,
  );

const TLS = "tls:index";
const idsOf = (resources: readonly RegisteredResource[]) => resources.map(({ id }) => id);

describe("secrets that the kit makes", () => {
  test("are one resource each, with the kind and size that was asked for", async () => {
    const generated = [
      password("database-password", 24),
      { ...hex("salt", 16), prefix: "sk-" },
      base64("session-key"),
    ];
    const names = generated.map(({ name }) => name);
    const { resources, value } = await made({ generated, authorities: [] }, names);
    expect(resources).toEqual([
      { id: "random:index/randomBytes:RandomBytes salt", inputs: { length: 16 }, secret: [] },
      {
        id: "random:index/randomBytes:RandomBytes session-key",
        inputs: { length: 32 },
        secret: [],
      },
      {
        id: "random:index/randomPassword:RandomPassword database-password",
        inputs: { length: 24, special: false },
        secret: [],
      },
    ]);
    expect(value).toEqual({
      "database-password": expect.stringMatching(/^[A-Za-z0-9]{24}$/) as string,
      salt: expect.stringMatching(/^sk-[0-9a-f]{32}$/) as string,
      "session-key": expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) as string,
    });
  });

  test("are Pulumi secrets, also the operator's own", async () => {
    const plan = planned();
    expect((await made(plan, ["ingest-token-1"])).isSecret).toBe(true);
    expect((await made(plan, ["team-webhook"], { "team-webhook": "x" })).isSecret).toBe(true);
  });

  test("hand over what is asked for by name, and nothing else", async () => {
    const own = { "team-webhook": "https://hooks.example", other: "x" };
    const { value } = await made(planned(), ["team-webhook", "ingest-key"], own);
    expect(Object.keys(value as object).sort()).toEqual(["ingest-key", "team-webhook"]);
  });
});

describe("an authority", () => {
  test("of the first generation is a key, its certificate and what it signs", async () => {
    const { resources } = await made(ingestOnly(planned()), ["ingest-ca"]);
    expect(idsOf(resources)).toEqual([
      `${TLS}/certRequest:CertRequest ingest-certificate-1`,
      `${TLS}/locallySignedCert:LocallySignedCert ingest-certificate-1`,
      `${TLS}/privateKey:PrivateKey ingest-ca-1`,
      `${TLS}/privateKey:PrivateKey ingest-certificate-1`,
      `${TLS}/selfSignedCert:SelfSignedCert ingest-ca-1`,
    ]);
  });

  test("of a later generation keeps the one before, which signs it too", async () => {
    const { resources } = await made(ingestOnly(planned({ rotate: { certificates: 3 } })), [
      "ingest-ca",
    ]);
    expect(idsOf(resources)).toEqual([
      `${TLS}/certRequest:CertRequest ingest-ca-3`,
      `${TLS}/certRequest:CertRequest ingest-certificate-3`,
      `${TLS}/locallySignedCert:LocallySignedCert ingest-ca-3-by-2`,
      `${TLS}/locallySignedCert:LocallySignedCert ingest-certificate-3`,
      `${TLS}/privateKey:PrivateKey ingest-ca-2`,
      `${TLS}/privateKey:PrivateKey ingest-ca-3`,
      `${TLS}/privateKey:PrivateKey ingest-certificate-3`,
      `${TLS}/selfSignedCert:SelfSignedCert ingest-ca-2`,
      `${TLS}/selfSignedCert:SelfSignedCert ingest-ca-3`,
    ]);
  });

  test("signs for servers what is good for every name of the endpoint", async () => {
    const own = { ingest: { tls: { hosts: ["otlp.example"] } } };
    const { resources } = await made(planned(own), ["ingest-ca"]);
    const inputsOf = (id: string) => resources.find((one) => one.id === `${TLS}/${id}`)?.inputs;
    expect(inputsOf("certRequest:CertRequest ingest-certificate-1")).toMatchObject({
      dnsNames: [
        "collector.agentobs.svc",
        "collector.agentobs.svc.cluster.local",
        "*.collector-headless.agentobs.svc",
        "*.collector-headless.agentobs.svc.cluster.local",
        "localhost",
        "otlp.example",
      ],
      subject: { commonName: "collector" },
    });
    expect(inputsOf("locallySignedCert:LocallySignedCert ingest-certificate-1")).toMatchObject({
      allowedUses: ["digital_signature", "server_auth"],
      validityPeriodHours: 365 * 24,
      earlyRenewalHours: 90 * 24,
    });
    expect(inputsOf("selfSignedCert:SelfSignedCert ingest-ca-1")).toMatchObject({
      allowedUses: ["cert_signing", "crl_signing"],
      isCaCertificate: true,
      subject: { commonName: "ingest CA 1", organization: "agentobs" },
    });
  });

  test("hands every private key to the engine as a secret", async () => {
    const { resources } = await made(ingestOnly(planned({ rotate: { certificates: 2 } })), [
      "ingest-ca",
    ]);
    const keys = resources.flatMap(({ inputs, secret }) =>
      Object.entries(inputs).flatMap(([name, value]) =>
        String(value).includes("PRIVATE KEY") ? [secret.includes(name)] : [],
      ),
    );
    expect(keys).toHaveLength(6);
    expect(keys.every(Boolean)).toBe(true);
  });
});
