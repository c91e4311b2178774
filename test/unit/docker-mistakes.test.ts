import { expect, test } from "vitest";
import { problemText } from "../../components/core/errors.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { problemsOf } from "../support/refused.ts";

const refused = (own: Readonly<Record<string, unknown>>) =>
  problemsOf(() => parseSettings({ preset: "docker", ...own }, "Pulumi.docker.yaml"));

const problem = (key: string, what: string, fix: string) =>
  problemText({ where: `Pulumi.docker.yaml: agentobs:${key}`, what, fix });

const mistakes: [title: string, own: Record<string, unknown>, message: string][] = [
  [
    "an engine over plain TCP",
    { docker: { host: "tcp://10.0.0.5:2375" } },
    problem(
      "docker.host",
      'is "tcp://10.0.0.5:2375", but must be ssh://user@host or unix:///path: over plain TCP whoever reaches the port owns the host',
      'agentobs:docker: { host: "ssh://ops@docker.example" }',
    ),
  ],
  [
    "options of ssh for an engine of this machine",
    { docker: { sshOptions: ["-v"] } },
    problem(
      "docker.sshOptions",
      "options of ssh, and the engine is not reached by it",
      'agentobs:docker: { host: "ssh://ops@docker.example" }',
    ),
  ],
  [
    "a project that is no name",
    { docker: { project: "Team A" } },
    problem(
      "docker.project",
      'is "Team A", but must be lower-case letters, digits, dashes and underscores, at most 41',
      "agentobs:docker: { project: agentobs }",
    ),
  ],
  [
    "an address that is a name",
    { docker: { agents: { address: "docker.example" } } },
    problem(
      "docker.agents.address",
      'is "docker.example", but must be an IPv4 address of the engine\'s host, such as 127.0.0.1',
      'agentobs:docker: { agents: { address: "127.0.0.1" } }',
    ),
  ],
  [
    "OTLP that is open to everybody in a network",
    { docker: { agents: { address: "10.0.0.5" } } },
    problem(
      "docker.agents.address",
      "whoever reaches 10.0.0.5 could send: the collector asks nobody who they are",
      "agentobs:ingest: { tls: {}, auth: { bearer: {} } }",
    ),
  ],
  [
    "pages without a login that are open to everybody in a network",
    { docker: { operators: { address: "0.0.0.0" } } },
    problem(
      "docker.operators",
      "jaeger, victoriametrics, alertmanager, vmalert ask nobody who they are, so everybody who reaches 0.0.0.0 reads all, and may change it",
      'agentobs:docker: { operators: { address: "0.0.0.0", withoutLogin: "behind the company\'s VPN" } }',
    ),
  ],
  [
    "no word about who keeps strangers away",
    { docker: { operators: { address: "10.0.0.5", withoutLogin: "we do" } } },
    problem(
      "docker.operators.withoutLogin",
      'is "we do", but must be a sentence that says who keeps strangers away',
      'agentobs:docker: { operators: { withoutLogin: "behind the company\'s VPN" } }',
    ),
  ],
  [
    "two ports of one number",
    { ports: { grafana: { http: 8428 } } },
    problem(
      "ports.grafana.http",
      "port 8428 is already victoriametrics.http",
      "agentobs:ports: { grafana: { http: 3000 } }",
    ),
  ],
  [
    "a Langfuse that browsers find elsewhere",
    {
      destinations: [{ type: "jaeger" }, { type: "victoriametrics" }, { type: "langfuse" }],
      ports: { "langfuse-web": { http: 3005 } },
    },
    problem(
      "langfuse.url",
      "browsers reach it at port 3005, and nobody could sign in there",
      'agentobs:langfuse: { url: "http://localhost:3005" }',
    ),
  ],
  [
    "production on one machine",
    { environment: "production" },
    problem(
      "environment",
      "what runs on one machine has no second replica, and ends with the machine",
      "agentobs:environment: development",
    ),
  ],
  [
    "Tempo in parts",
    {
      destinations: [{ type: "tempo" }, { type: "victoriametrics" }],
      tempo: { mode: "microservices" },
    },
    problem(
      "tempo.mode",
      "Tempo's parts run one by one (as set), which takes a cluster",
      "agentobs:tempo: { mode: monolithic }",
    ),
  ],
  [
    "a cluster of storages",
    { victoriametrics: { cluster: { storages: 3 } } },
    problem(
      "victoriametrics.cluster",
      "a host runs a single VictoriaMetrics",
      "remove victoriametrics.cluster",
    ),
  ],
  [
    "several gateways",
    { collector: { gateways: 2 } },
    problem(
      "collector.gateways",
      "2 gateways on one machine, which has one port for agents and whose cores one gateway uses",
      "agentobs:collector: { gateways: 1 }",
    ),
  ],
  [
    "a certificate of cert-manager",
    { ingest: { tls: { issuer: { name: "internal" } } } },
    problem(
      "ingest.tls.issuer",
      "cert-manager runs in a cluster, and this stack does not",
      'agentobs:ingest: { tls: { certificateSecret: ingest-certificate, keySecret: ingest-key, caSecret: ingest-ca, minimumVersion: "1.3" } }',
    ),
  ],
];
test.for(mistakes)("%s is refused", ([, own, message]) => {
  expect(refused(own).map(problemText).join("\n")).toBe(message);
});

test("credentials over a port on loopback need no TLS; over a network they do", () => {
  const ingest = { auth: { bearer: {} } };
  expect(refused({ ingest })).toEqual([]);
  const docker = { agents: { address: "10.0.0.5" } };
  const [first] = refused({ docker, ingest });
  expect(first?.what).toBe("without TLS everybody on the network can read the credentials");
});

test("pages may be open where somebody keeps strangers away", () => {
  const operators = { address: "10.0.0.5", withoutLogin: "behind the company's VPN" };
  expect(refused({ docker: { operators } })).toEqual([]);
});
