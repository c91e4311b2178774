import { beforeAll, describe, expect, test } from "vitest";
import { createSecretValues } from "../../components/secrets/resources.ts";
import type { MutualTls } from "../../components/collector/plan.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { authoritiesFor } from "../../stacks/certificates-plan.ts";
import { handshake } from "../support/handshake.ts";
import { run, StackState } from "../support/registered.ts";
import { ANSWERS } from "../support/tls-provider.ts";

const WIRE: MutualTls = {
  caSecret: "wire-ca",
  certificateSecret: "wire-certificate",
  keySecret: "wire-key",
};
const INGEST = ["ingest-ca", "ingest-certificate", "ingest-key"] as const;
const NAMES = [...INGEST, WIRE.caSecret, WIRE.certificateSecret, WIRE.keySecret];
const ENDPOINT = "collector.agentobs.svc";
const UNTRUSTED =
  /^refused by the client: UNABLE_TO_(GET_ISSUER_CERT_LOCALLY|VERIFY_LEAF_SIGNATURE)$/;

/** What one run of the stack's program with this generation makes, over what runs before left. */
async function generation(certificates: number, state: StackState) {
  const settings = parseSettings(
    { preset: "kubernetes-jaeger", rotate: { certificates } },
    "Pulumi.prod.yaml",
  );
  const plan = { generated: [], authorities: authoritiesFor(settings, WIRE) };
  const { value } = await run(
    () => createSecretValues(plan, {}, true),
    (valuesOf) => valuesOf(NAMES),
    ANSWERS,
    state,
  );
  const values = value as Record<string, string>;
  const pem = (name: string) => values[name] ?? "";
  return {
    endpoint: { cert: pem("ingest-certificate"), key: pem("ingest-key") },
    agent: { ca: pem("ingest-ca") },
    tier: { ca: pem("wire-ca"), cert: pem("wire-certificate"), key: pem("wire-key") },
  };
}

type Made = Awaited<ReturnType<typeof generation>>;

/** The certificates of a bundle, newest first. */
const certificatesIn = (bundle: string): string[] =>
  bundle.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/g) ?? [];

let first: Made, second: Made, third: Made, stranger: Made;
beforeAll(async () => {
  const state = new StackState();
  first = await generation(1, state);
  second = await generation(2, state);
  third = await generation(3, state);
  stranger = await generation(2, new StackState());
});

const toEndpoint = (of: Made, agent: Made["agent"], host = ENDPOINT) =>
  handshake(of.endpoint, agent, host);

describe("an agent", () => {
  test.for([ENDPOINT, "collector-1.collector-headless.agentobs.svc.cluster.local"])(
    "that trusts the kit's authority connects to %s",
    async (host) => {
      expect(await toEndpoint(first, first.agent, host)).toBe("ok");
    },
  );

  test("does not take the endpoint for another host", async () => {
    const host = "jaeger.agentobs.svc";
    expect(await toEndpoint(first, first.agent, host)).toMatch(
      /by the client: ERR_TLS_CERT_ALTNAME/,
    );
  });

  test("does not trust the endpoint of another stack, nor without the authority", async () => {
    expect(await toEndpoint(stranger, second.agent)).toMatch(UNTRUSTED);
    expect(await toEndpoint(second, {} as Made["agent"])).toMatch(UNTRUSTED);
  });
});

describe("with certificates renewed by one generation", () => {
  test("an agent from before, which knows only the old authority, connects", async () => {
    expect(certificatesIn(first.agent.ca)).toHaveLength(1);
    expect(await toEndpoint(second, first.agent)).toBe("ok");
    expect(await toEndpoint(third, second.agent)).toBe("ok");
  });

  test("an agent that knows only the new authority connects", async () => {
    const [newest] = certificatesIn(third.agent.ca);
    expect(await toEndpoint(third, { ca: newest ?? "" })).toBe("ok");
  });

  test("an agent that knows only the one before connects", async () => {
    const [, before] = certificatesIn(third.agent.ca);
    expect(certificatesIn(second.agent.ca)[0]).toBe(before);
    expect(await toEndpoint(third, { ca: before ?? "" })).toBe("ok");
  });

  test("an agent that starts before the collector does connects to the old endpoint", async () => {
    expect(await toEndpoint(second, third.agent)).toBe("ok");
  });

  test("two generations later the first authority is worth nothing", async () => {
    expect(await toEndpoint(third, first.agent)).toMatch(UNTRUSTED);
    expect(await toEndpoint(first, third.agent)).toMatch(UNTRUSTED);
  });

  test("the key is a new one", () => {
    expect(second.endpoint.key).not.toBe(first.endpoint.key);
  });
});

describe("between the tiers", () => {
  const sampler = "sampler-0.sampler-headless.agentobs.svc";

  test("either side may be renewed first, and a gateway of before or after is let in", async () => {
    for (const [server, client] of [
      [second, second],
      [third, second],
      [second, third],
      [third, third],
    ] as const)
      expect(await handshake(server.tier, client.tier, sampler)).toBe("ok");
  });

  test("nobody is let in without a certificate, or with one of another stack", async () => {
    const { ca } = second.tier;
    expect(await handshake(second.tier, { ca }, sampler)).toMatch(/^refused by the server/);
    const { cert, key } = stranger.tier;
    expect(await handshake(second.tier, { ca, cert, key }, sampler)).toMatch(
      /^refused by the server/,
    );
  });

  test("the endpoint's own certificate does not pass for a gateway's", async () => {
    const { ca } = second.tier;
    expect(await handshake(second.tier, { ca, ...second.endpoint }, sampler)).toMatch(
      /^refused by the server/,
    );
  });
});
