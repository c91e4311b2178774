import { expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { ELSEWHERE, ELSEWHERE_SECRETS } from "../support/langfuse.ts";
import { refusalOf } from "../support/refused.ts";

const messageOf = (own: Record<string, unknown>): string =>
  refusalOf(() => parseSettings({ preset: "kubernetes-langfuse", ...own }, "Pulumi.k.yaml"));

const problem = (where: string, what: string, fix: string) =>
  `Pulumi.k.yaml: agentobs:${where}: ${what}\n  Fix: ${fix}`;
const secrets = ELSEWHERE_SECRETS;
const MISSING = "pulumi config set --secret --path 'agentobs:secrets.nobodys' <value>";

test("a store elsewhere names a secret that nobody set", () => {
  const postgres = { ...ELSEWHERE.postgres, passwordSecret: "nobodys" };
  expect(messageOf({ langfuse: { postgres }, secrets })).toBe(
    problem("langfuse.postgres.passwordSecret", 'there is no secret "nobodys"', MISSING),
  );
});

test("a store elsewhere, and no Langfuse that would use it", () => {
  const destinations = [{ type: "jaeger" }, { type: "victoriametrics" }];
  expect(messageOf({ langfuse: { s3: ELSEWHERE.s3 }, secrets, destinations })).toBe(
    problem(
      "langfuse.s3",
      "no destination asks the kit to run Langfuse, so nothing would use this store",
      "add { type: langfuse } to the destinations, or remove langfuse.s3",
    ),
  );
});

test("a host with a scheme in it", () => {
  const postgres = { ...ELSEWHERE.postgres, host: "postgres://pg.example" };
  expect(messageOf({ langfuse: { postgres }, secrets })).toBe(
    problem(
      "langfuse.postgres.host",
      'is "postgres://pg.example", but must be a host name, without scheme or port',
      'agentobs:langfuse: { postgres: { host: "postgres.example" } }',
    ),
  );
});

test("a user whose name would break the address that Langfuse makes of it", () => {
  const postgres = { ...ELSEWHERE.postgres, username: "me@home" };
  expect(messageOf({ langfuse: { postgres }, secrets })).toContain(
    "must be letters, digits, dashes and underscores",
  );
});

test("certificates to trust, where every store is the kit's own", () => {
  expect(messageOf({ langfuse: { ca: "-----BEGIN CERTIFICATE-----\nx" } })).toBe(
    problem(
      "langfuse.ca",
      "certificates to trust, but every store is the kit's own and shows none",
      "remove ca, or say where a store is",
    ),
  );
});

test("production signs nobody in over a plain connection", () => {
  const message = messageOf({ environment: "production" });
  expect(message).toContain(
    problem(
      "langfuse.url",
      "people would sign in over a plain connection, or from their own machine only",
      'agentobs:langfuse: { url: "https://langfuse.example.com" }',
    ),
  );
});

test("a page that is exposed under another host than Langfuse knows", () => {
  const pages = { "langfuse-web": { host: "traces.example" } };
  const tls = { clusterIssuer: "letsencrypt" };
  const kubernetes = { ingress: { controllerNamespace: "ingress-nginx", tls, pages } };
  expect(messageOf({ kubernetes })).toBe(
    problem(
      "langfuse.url",
      "browsers reach it as traces.example, and nobody could sign in there",
      'agentobs:langfuse: { url: "https://traces.example" }',
    ),
  );
});

test("a store that runs once is accepted in production, or is one elsewhere", () => {
  const langfuse = { url: "https://langfuse.example", postgres: ELSEWHERE.postgres };
  const message = messageOf({ environment: "production", langfuse, secrets });
  expect(message).toContain("say in agentobs:langfuse.clickhouse where there is one that doesn't");
  expect(message).not.toContain("agentobs:langfuse.postgres");
});

test("production sends passwords and traces to no store in clear", () => {
  const langfuse = {
    url: "https://langfuse.example",
    valkey: { ...ELSEWHERE.valkey, tls: false },
    s3: { ...ELSEWHERE.s3, endpoint: "http://s3.example" },
  };
  const message = messageOf({ environment: "production", langfuse, secrets });
  expect(message).toContain(
    problem(
      "langfuse.valkey.tls",
      "the password and the traces would cross the network in clear",
      "agentobs:langfuse: { valkey: { tls: true } }",
    ),
  );
  expect(message).toContain(
    problem(
      "langfuse.s3.endpoint",
      "the traces would cross the network in clear",
      'agentobs:langfuse: { s3: { endpoint: "https://s3.example" } }',
    ),
  );
});
