import { expect, test } from "vitest";
import { problemText } from "../../components/core/errors.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { problemsOf } from "../support/refused.ts";

const SECRETS = { certificate: "x", key: "x", ca: "x", token: "x", password: "x" };
const TLS = { certificateSecret: "certificate", keySecret: "key" };
/** To agents in a network. */
const OPEN = { agents: { address: "10.0.0.5" } };
const TLS_LINE =
  'agentobs:ingest: { tls: { certificateSecret: ingest-certificate, keySecret: ingest-key, caSecret: ingest-ca, minimumVersion: "1.3" } }';
const AUTH_LINE = "agentobs:ingest: { auth: { bearer: { tokenSecrets: [ingest-token] } } }";

const problemsWith = (own: Record<string, unknown>): string[] =>
  problemsOf(() =>
    parseSettings({ preset: "local", secrets: SECRETS, ...own }, "Pulumi.local.yaml"),
  ).map(problemText);

/** `Pulumi.local.yaml: agentobs:ingest` stands before every line. */
const problem = (where: string, what: string, fix: string) =>
  `Pulumi.local.yaml: agentobs:ingest${where}: ${what}\n  Fix: ${fix}`;

const mistakes: [title: string, own: Record<string, unknown>, problems: string[]][] = [
  [
    "secrets that are not there, each with the line that sets it",
    {
      ingest: {
        tls: { certificateSecret: "cert", keySecret: "key" },
        auth: { bearer: { tokenSecrets: ["token", "old"] } },
      },
    },
    [
      problem(
        ".tls.certificateSecret",
        'there is no secret "cert"',
        "pulumi config set --secret --path 'agentobs:secrets.cert' < cert.pem",
      ),
      problem(
        ".auth.bearer.tokenSecrets.1",
        'there is no secret "old"',
        "pulumi config set --secret --path 'agentobs:secrets.old' <value>",
      ),
    ],
  ],
  [
    "a password that is not there",
    { ingest: { auth: { basic: { users: [{ name: "agents", passwordSecret: "pass" }] } } } },
    [
      problem(
        ".auth.basic.users.0.passwordSecret",
        'there is no secret "pass"',
        "pulumi config set --secret --path 'agentobs:secrets.pass' <value>",
      ),
    ],
  ],
  [
    "an authority of the issuer that is not there",
    { ingest: { auth: { oidc: { issuerUrl: "https://i", audience: "a", caSecret: "issuer" } } } },
    [
      problem(
        ".auth.oidc.caSecret",
        'there is no secret "issuer"',
        "pulumi config set --secret --path 'agentobs:secrets.issuer' < issuer.pem",
      ),
    ],
  ],
  [
    "client certificates without TLS",
    { ingest: { clientCertificates: { caSecret: "ca" } } },
    [
      problem(
        ".clientCertificates",
        "certificates are shown in TLS, and ingest.tls is not set",
        TLS_LINE,
      ),
    ],
  ],
  [
    "authentication without TLS where others may listen",
    { platform: "docker", docker: OPEN, ingest: { auth: { bearer: { tokenSecrets: ["token"] } } } },
    [problem(".auth", "without TLS everybody on the network can read the credentials", TLS_LINE)],
  ],
  [
    "two ways of authentication",
    {
      ingest: {
        auth: {
          bearer: { tokenSecrets: ["token"] },
          basic: { users: [{ name: "agents", passwordSecret: "password" }] },
        },
      },
    },
    [problem(".auth", "bearer and basic are chosen, and a request can carry one", AUTH_LINE)],
  ],
  [
    "no way of authentication",
    { ingest: { auth: {} } },
    [problem(".auth", "no way of authentication is chosen", AUTH_LINE)],
  ],
  [
    "a client's certificate without its key",
    {
      ingest: {
        tls: TLS,
        clientCertificates: { caSecret: "ca", certificateSecret: "certificate" },
      },
    },
    [
      problem(
        ".clientCertificates.keySecret",
        "a certificate is of no use without its key",
        "agentobs:ingest: { clientCertificates: { keySecret: client-key } }",
      ),
    ],
  ],
  [
    "an issuer over plain HTTP",
    { ingest: { tls: TLS, auth: { oidc: { issuerUrl: "http://login.example", audience: "a" } } } },
    [
      problem(
        ".auth.oidc.issuerUrl",
        "keys that come over plain HTTP can be exchanged on the way",
        'agentobs:ingest: { auth: { oidc: { issuerUrl: "https://login.example" } } }',
      ),
    ],
  ],
  [
    "an issuer that is no URL",
    { ingest: { auth: { oidc: { issuerUrl: "login.example", audience: "a" } } } },
    [
      problem(
        ".auth.oidc.issuerUrl",
        'is "login.example", but must be a URL such as https://login.example',
        'agentobs:ingest: { auth: { oidc: { issuerUrl: "https://login.example" } } }',
      ),
    ],
  ],
  [
    "a token and a user that are named twice",
    { ingest: { auth: { bearer: { tokenSecrets: ["token", "token"] } } } },
    [problem(".auth.bearer.tokenSecrets.1", 'token "token" is named twice', "keep one of the two")],
  ],
  [
    "a user that is named twice",
    {
      ingest: {
        auth: {
          basic: {
            users: [
              { name: "agents", passwordSecret: "password" },
              { name: "agents", passwordSecret: "token" },
            ],
          },
        },
      },
    },
    [problem(".auth.basic.users.1", 'user "agents" is named twice', "keep one of the two")],
  ],
  [
    "a user's name with a colon",
    { ingest: { auth: { basic: { users: [{ name: "a:b", passwordSecret: "password" }] } } } },
    [
      problem(
        ".auth.basic.users.0.name",
        'is "a:b", but must be a name without colons and spaces',
        "agentobs:ingest: { auth: { basic: { users: [{ name: agents }] } } }",
      ),
    ],
  ],
  [
    "no token at all",
    { ingest: { auth: { bearer: { tokenSecrets: [] } } } },
    [
      problem(
        ".auth.bearer.tokenSecrets",
        "is [], but must be at least one name",
        "agentobs:ingest: { auth: { bearer: { tokenSecrets: [ingest-token-new, ingest-token-old] } } }",
      ),
    ],
  ],
  [
    "an unknown version of TLS",
    { ingest: { tls: { ...TLS, minimumVersion: "1.0" } } },
    [
      problem(
        ".tls.minimumVersion",
        'is "1.0", but must be one of 1.2, 1.3',
        'agentobs:ingest: { tls: { minimumVersion: "1.3" } }',
      ),
    ],
  ],
  [
    "requests of any size",
    { ingest: { limits: { requestMiB: 500 } } },
    [
      problem(
        ".limits.requestMiB",
        "is 500, but must be at most 64",
        "agentobs:ingest: { limits: { requestMiB: 16 } }",
      ),
    ],
  ],
];

test.for(mistakes)("%s", ([, own, problems]) => {
  expect(problemsWith(own)).toEqual(problems);
});

test("a whole set is accepted", () => {
  const bearer = { tokenSecrets: ["token", "password"] };
  expect(
    problemsWith({
      ingest: { tls: TLS, clientCertificates: { caSecret: "ca" }, auth: { bearer } },
    }),
  ).toEqual([]);
});
