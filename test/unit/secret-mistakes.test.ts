import { expect, test } from "vitest";
import { problemText } from "../../components/core/errors.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { problemsOf } from "../support/refused.ts";

const FILE = "Pulumi.prod.yaml";
const STORE = { store: { name: "vault" } };

const problemsWith = (own: Record<string, unknown>): string[] =>
  problemsOf(() => parseSettings({ preset: "kubernetes-jaeger", ...own }, FILE)).map(problemText);

const problem = (key: string, what: string, fix: string) =>
  `${FILE}: agentobs:${key}: ${what}\n  Fix: ${fix}`;

const mistakes: [title: string, own: Record<string, unknown>, problems: string[]][] = [
  [
    "a value beside a store that is asked instead",
    { secrets: { "team-webhook": "x" }, kubernetes: { externalSecrets: STORE } },
    [
      problem(
        "secrets.team-webhook",
        "the store of kubernetes.externalSecrets is asked: a value here is never used",
        "pulumi config rm --path 'agentobs:secrets.team-webhook'",
      ),
    ],
  ],
  [
    "a prefix and one entry for all",
    { kubernetes: { externalSecrets: { ...STORE, prefix: "a/", entry: "a" } } },
    [
      problem(
        "kubernetes.externalSecrets.prefix",
        "a prefix is for secrets that are an entry each, and entry holds all in one",
        "remove prefix, or entry",
      ),
    ],
  ],
  [
    "a store of one namespace, and agents in another",
    {
      kubernetes: {
        agentNamespaces: ["research"],
        externalSecrets: { store: { name: "vault", kind: "SecretStore" } },
      },
    },
    [
      problem(
        "kubernetes.externalSecrets.store.kind",
        "a SecretStore is of one namespace, and agents in research are handed secrets too",
        "agentobs:kubernetes: { externalSecrets: { store: { name: vault, kind: ClusterSecretStore } } }",
      ),
    ],
  ],
  [
    "a store without a name",
    { kubernetes: { externalSecrets: { store: {} } } },
    [
      problem(
        "kubernetes.externalSecrets.store.name",
        "is missing, but must be a text such as vault",
        "agentobs:kubernetes: { externalSecrets: { store: { name: vault } } }",
      ),
    ],
  ],
  [
    "a renewal that begins before the certificate is good",
    {
      ingest: { tls: { issuer: { name: "internal-ca", validDays: 30, renewBeforeDays: 30 } } },
    },
    [
      problem(
        "ingest.tls.issuer.renewBeforeDays",
        "a certificate of 30 days can't be renewed 30 days before its end",
        "agentobs:ingest: { tls: { issuer: { renewBeforeDays: 10 } } }",
      ),
    ],
  ],
  [
    "a certificate that is issued and set",
    {
      secrets: { "ingest-key": "x" },
      ingest: { tls: { issuer: { name: "internal-ca" } } },
    },
    [
      problem(
        "ingest.tls.issuer",
        'secret "ingest-key" is set, and issued too',
        "pulumi config rm --path 'agentobs:secrets.ingest-key'",
      ),
    ],
  ],
  [
    "half of a certificate",
    { secrets: { "ingest-certificate": "x" } },
    [
      problem(
        "ingest.tls.keySecret",
        'there is no secret "ingest-key"',
        "pulumi config set --secret --path 'agentobs:secrets.ingest-key' < ingest-key.pem",
      ),
    ],
  ],
  [
    "a certificate of another name that nobody set",
    { ingest: { tls: { certificateSecret: "mine", keySecret: "mine-key" } } },
    [
      problem(
        "ingest.tls.certificateSecret",
        'there is no secret "mine"',
        "pulumi config set --secret --path 'agentobs:secrets.mine' < mine.pem",
      ),
      problem(
        "ingest.tls.keySecret",
        'there is no secret "mine-key"',
        "pulumi config set --secret --path 'agentobs:secrets.mine-key' < mine-key.pem",
      ),
    ],
  ],
  [
    "hosts of a certificate that is given",
    {
      secrets: { "ingest-certificate": "x", "ingest-key": "x" },
      ingest: { tls: { hosts: ["otlp.example"] } },
    },
    [
      problem(
        "ingest.tls.hosts",
        "the certificate is given: the hosts that it is good for stand in it",
        "remove hosts",
      ),
    ],
  ],
  [
    "a host with a scheme",
    { ingest: { tls: { hosts: ["https://otlp.example"] } } },
    [
      problem(
        "ingest.tls.hosts.0",
        'is "https://otlp.example", but must be a host name',
        "agentobs:ingest: { tls: { hosts: [otlp.example] } }",
      ).replace("[otlp.example]", '["otlp.example"]'),
    ],
  ],
  [
    "generations of a token that is named in the settings",
    {
      secrets: { token: "x" },
      ingest: { auth: { bearer: { tokenSecrets: ["token"] } } },
      rotate: { ingestToken: 2 },
    },
    [
      problem(
        "rotate.ingestToken",
        "the tokens are named in ingest.auth.bearer: name a new one there",
        "agentobs:rotate: { ingestToken: 1 }",
      ),
    ],
  ],
  [
    "generations of a token that nobody sends",
    { ingest: { auth: { none: true } }, rotate: { ingestToken: 2 } },
    [
      problem(
        "rotate.ingestToken",
        "agents send no token here, so none is renewed",
        "agentobs:rotate: { ingestToken: 1 }",
      ),
    ],
  ],
  [
    "generations of certificates that a store holds",
    { kubernetes: { externalSecrets: STORE }, rotate: { certificates: 2 } },
    [
      problem(
        "rotate.certificates",
        "the kit makes no certificate here, so none is renewed",
        "agentobs:rotate: { certificates: 1 }",
      ),
    ],
  ],
  [
    "a generation before the first",
    { rotate: { certificates: 0 } },
    [
      problem(
        "rotate.certificates",
        "is 0, but must be a whole number from 1",
        "agentobs:rotate: { certificates: 2 }",
      ),
    ],
  ],
  [
    "nobody and somebody",
    { secrets: { token: "x" }, ingest: { auth: { none: true, bearer: {} } } },
    [
      problem(
        "ingest.auth",
        "none and bearer are chosen, and a request can carry one",
        "agentobs:ingest: { auth: { bearer: { tokenSecrets: [ingest-token] } } }",
      ),
    ],
  ],
];

test.for(mistakes)("%s", ([, own, problems]) => {
  expect(problemsWith(own)).toEqual(problems);
});

test("on one machine nothing is made: what is not set is a mistake", () => {
  const local = { preset: "local", ingest: { tls: {}, auth: { bearer: {} } } };
  expect(problemsWith(local)).toEqual([
    problem(
      "ingest.tls.certificateSecret",
      'there is no secret "ingest-certificate"',
      "pulumi config set --secret --path 'agentobs:secrets.ingest-certificate' < ingest-certificate.pem",
    ),
    problem(
      "ingest.tls.keySecret",
      'there is no secret "ingest-key"',
      "pulumi config set --secret --path 'agentobs:secrets.ingest-key' < ingest-key.pem",
    ),
    problem(
      "ingest.auth.bearer.tokenSecrets.0",
      'there is no secret "ingest-token-1"',
      "pulumi config set --secret --path 'agentobs:secrets.ingest-token-1' <value>",
    ),
  ]);
  const there = { "ingest-certificate": "x", "ingest-key": "x", "ingest-token-1": "x" };
  expect(problemsWith({ ...local, secrets: there })).toEqual([]);
});
