import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { IngestAuth } from "../../components/collector/ingest-plan.ts";
import { type AgentSecret, revealAgentSecrets } from "../../stacks/agent-secrets.ts";
import {
  type AgentOptions,
  exportAs,
  GRPC,
  type Outcome,
  sdkSpans,
} from "../support/agent-client.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually } from "../support/metrics.ts";
import { type Issuer, startIssuer } from "../support/oidc-issuer.ts";
import { spansOf } from "../support/spans.ts";

const { limits } = TEST_COLLECTOR.ingest;
const PROTOCOLS = ["http/protobuf", "grpc"] as const;
type Protocol = (typeof PROTOCOLS)[number];

const HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
const header = (value: string): Record<string, string> => ({
  [HEADERS]: `authorization=${encodeURIComponent(value)}`,
});
/** What the kit hands to an agent that has this secret. */
const handedOut = (use: AgentSecret, value: string) =>
  revealAgentSecrets([use], "/unused", { [use.secret]: value }).environment;

const startWith = (auth: IngestAuth, secrets: Readonly<Record<string, string>> = {}) =>
  startCollector({ ingest: { limits, auth } }, undefined, secrets);

async function sendAs(
  collector: RunningCollector,
  protocol: Protocol,
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const port = protocol === "grpc" ? "otlpGrpc" : "otlpHttp";
  const options: AgentOptions = { protocol, url: `http://${collector.address(port)}`, environment };
  return exportAs(options, sdkSpans("agent", 1));
}

function expectRefused(protocol: Protocol, outcome: Outcome): void {
  const code = protocol === "grpc" ? GRPC.unauthenticated : 401;
  expect(outcome).toMatchObject({ delivered: false, code });
}

async function expectArrived(collector: RunningCollector, count: number): Promise<void> {
  const spans = await eventually(
    () => spansOf(collector.traces()),
    (seen) => seen.length >= count,
  );
  expect(spans).toHaveLength(count);
}

describe("a bearer token", () => {
  /** What an environment variable would not carry unharmed, and a trailing line as from a file. */
  const NEW = "n3w-${HOME}-$1-%-token";
  const OLD = "0123456789\n";
  const use = { variable: HEADERS, secret: "new", as: "bearer" } as const;
  let collector: RunningCollector;
  beforeAll(async () => {
    const auth = { kind: "bearer", tokenSecrets: ["new", "old"] } as const;
    collector = await startWith(auth, { new: NEW, old: OLD });
  });
  afterAll(() => collector.stop());

  test.for(PROTOCOLS)("over %s is good, the new one and the old one", async (protocol) => {
    for (const token of [NEW, OLD])
      expect(await sendAs(collector, protocol, handedOut(use, token))).toMatchObject({
        delivered: true,
      });
  });

  test.for(PROTOCOLS)("over %s is refused when it is wrong, cut or missing", async (protocol) => {
    for (const environment of [
      {},
      header("Bearer wrong"),
      header("Bearer 012345678"),
      header(OLD.trim()),
    ])
      expectRefused(protocol, await sendAs(collector, protocol, environment));
  });

  test("is checked before anything is counted", () => expectArrived(collector, 4));
});

test("a bearer secret that is empty lets nobody in", async () => {
  const collector = await startWith({ kind: "bearer", tokenSecrets: ["empty"] }, { empty: "" });
  for (const protocol of PROTOCOLS)
    for (const environment of [{}, header("Bearer "), header("Bearer")])
      expectRefused(protocol, await sendAs(collector, protocol, environment));
  await collector.stop();
});

describe("a user and a password", () => {
  const secrets = { first: "pa:ss wörd$1\n", second: "other" };
  const users = [
    { name: "agents", passwordSecret: "first" },
    { name: "batch", passwordSecret: "second" },
  ];
  const as = (user: string, password: string) =>
    handedOut({ variable: HEADERS, secret: "any", as: "basic", user }, password);
  let collector: RunningCollector;
  beforeAll(async () => {
    collector = await startWith({ kind: "basic", users }, secrets);
  });
  afterAll(() => collector.stop());

  test.for(PROTOCOLS)("over %s are good, each with its own", async (protocol) => {
    for (const environment of [as("agents", secrets.first), as("batch", secrets.second)])
      expect(await sendAs(collector, protocol, environment)).toMatchObject({ delivered: true });
  });

  test.for(PROTOCOLS)("over %s are refused when wrong or missing", async (protocol) => {
    const wrong = [{}, as("agents", secrets.second), as("nobody", secrets.first), as("agents", "")];
    for (const environment of wrong)
      expectRefused(protocol, await sendAs(collector, protocol, environment));
  });

  test("are checked before anything is counted", () => expectArrived(collector, 4));
});

describe("a token of an OpenID Connect issuer", () => {
  let issuer: Issuer;
  let collector: RunningCollector;
  beforeAll(async () => {
    issuer = await startIssuer();
    collector = await startWith({ kind: "oidc", issuerUrl: issuer.url, audience: "agentobs" });
  });
  afterAll(async () => {
    await collector.stop();
    issuer.close();
  });

  test.for(PROTOCOLS)("over %s is good", async (protocol) => {
    const environment = header(`Bearer ${issuer.token("agentobs")}`);
    expect(await sendAs(collector, protocol, environment)).toMatchObject({ delivered: true });
  });

  test.for(PROTOCOLS)(
    "over %s is refused for another audience, expired, forged or missing",
    async (protocol) => {
      const bad = [
        issuer.token("another"),
        issuer.token("agentobs", { expiresInSeconds: -60 }),
        issuer.forged("agentobs"),
        "no.jwt.atall",
      ].map((token) => header(`Bearer ${token}`));
      for (const environment of [...bad, {}])
        expectRefused(protocol, await sendAs(collector, protocol, environment));
    },
  );

  test("is checked before anything is counted", () => expectArrived(collector, 2));
});

test("over HTTP a stranger is turned away before the body is read", async () => {
  const collector = await startWith({ kind: "bearer", tokenSecrets: ["token"] }, { token: "good" });
  const [host = "", port] = collector.address("otlpHttp").split(":");
  const socket = connect({ host, port: Number(port) });
  const head = "POST /v1/traces HTTP/1.1\r\nHost: c\r\nContent-Type: application/json\r\n";
  socket.write(`${head}Content-Length: 10000000\r\n\r\n`);
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
  socket.destroy();
  await collector.stop();
});
