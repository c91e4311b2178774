import { describe, expect, test } from "vitest";
import { problemsOf } from "../support/refused.ts";
import { clusterPlanOf } from "../support/tier-files.ts";

const refused = (own: Record<string, unknown>): string[] =>
  problemsOf(() => clusterPlanOf(own)).map(
    ({ where, what, fix }) => `${where.split(": ")[1]}: ${what} → ${fix}`,
  );

const SECURE = {
  ingest: {
    tls: { certificateSecret: "cert", keySecret: "key" },
    auth: { bearer: { tokenSecrets: ["token"] } },
  },
  secrets: { cert: "x", key: "x", token: "x", ca: "x" },
};
const controllerNamespace = "ingress-nginx";
const tls = { secretName: "wildcard" };
const otlp = { host: "otlp.example", annotations: { a: "b" } };
const jaeger = { host: "traces.example", withoutLogin: "behind the company's VPN" };
const gateway = {
  parentRefs: [{ name: "public", sectionName: "https" }],
  controllerNamespace: "gateways",
};

const mistakes: [title: string, own: Record<string, unknown>, problem: string][] = [
  [
    "Ingress and Gateway at once",
    {
      kubernetes: {
        ingress: { controllerNamespace, tls, pages: { jaeger } },
        gateway: { ...gateway, pages: { jaeger } },
      },
    },
    "agentobs:kubernetes.gateway: what is exposed stands in both, kubernetes.ingress and kubernetes.gateway → remove one of the two",
  ],
  [
    "one that names nothing",
    { kubernetes: { ingress: { controllerNamespace, tls } } },
    'agentobs:kubernetes.ingress.pages: nothing is named that is to be reached → agentobs:kubernetes: { ingress: { pages: { grafana: { host: "grafana.example" } } } }',
  ],
  [
    "a page without a login of its own that nobody guards",
    {
      kubernetes: {
        ingress: { controllerNamespace, tls, pages: { jaeger: { host: "traces.example" } } },
      },
    },
    'agentobs:kubernetes.ingress.pages.jaeger: jaeger asks nobody who they are, so everybody who reaches the host reads all, and may change it → agentobs:kubernetes: { ingress: { pages: { jaeger: { host: "traces.example", withoutLogin: "behind the company\'s VPN" } } } }',
  ],
  [
    "a page of something that does not run",
    {
      destinations: [{ type: "otlp", endpoint: "https://o.example" }],
      grafana: { run: false },
      kubernetes: { gateway: { ...gateway, pages: { jaeger } } },
    },
    "agentobs:kubernetes.gateway.pages.jaeger: this stack runs no jaeger → remove jaeger",
  ],
  [
    "agents from outside who need not say who they are",
    {
      // The presets for a cluster ask for a token.
      preset: "local",
      platform: "kubernetes",
      ingest: { tls: SECURE.ingest.tls },
      secrets: SECURE.secrets,
      kubernetes: { ingress: { controllerNamespace, tls, otlp } },
    },
    "agentobs:kubernetes.ingress.otlp: anybody outside could send: the collector asks nobody who they are → agentobs:ingest: { auth: { bearer: { tokenSecrets: [ingest-token] } } }",
  ],
  [
    "agents from outside who would show a certificate",
    {
      ...SECURE,
      ingest: { ...SECURE.ingest, clientCertificates: { caSecret: "ca" } },
      kubernetes: { ingress: { controllerNamespace, tls, otlp } },
    },
    "agentobs:kubernetes.ingress.otlp: certificates of agents end at the controller, and the collector turns it away → remove ingest.clientCertificates, or this",
  ],
  [
    "a controller that is not told of TLS behind it",
    {
      ...SECURE,
      kubernetes: { ingress: { controllerNamespace, tls, otlp: { host: "otlp.example" } } },
    },
    "agentobs:kubernetes.ingress.otlp.annotations: the collector speaks TLS, and only your controller's annotations can say so → agentobs:kubernetes: { ingress: { otlp: { annotations: { nginx.ingress.kubernetes.io/backend-protocol: HTTPS } } } }",
  ],
  [
    "a Gateway that does not know whom to trust",
    { ...SECURE, kubernetes: { gateway: { ...gateway, otlp: { host: "otlp.example" } } } },
    "agentobs:kubernetes.gateway.backendCa: the collector speaks TLS, and the Gateway must know whom to trust there → agentobs:kubernetes: { gateway: { backendCa: ingest-ca } }",
  ],
  [
    "credentials in clear",
    { ...SECURE, kubernetes: { ingress: { controllerNamespace, otlp } } },
    "agentobs:kubernetes.ingress.tls: without TLS everybody on the way reads credentials → agentobs:kubernetes: { ingress: { tls: { clusterIssuer: letsencrypt } } }",
  ],
  [
    "two ways to a certificate",
    {
      kubernetes: {
        ingress: {
          controllerNamespace,
          tls: { ...tls, clusterIssuer: "letsencrypt" },
          pages: { jaeger },
        },
      },
    },
    "agentobs:kubernetes.ingress.tls: needs either secretName or clusterIssuer → agentobs:kubernetes: { ingress: { tls: { clusterIssuer: letsencrypt } } }",
  ],
  [
    "one host for two things",
    {
      kubernetes: {
        ingress: {
          controllerNamespace,
          tls,
          pages: { jaeger, alertmanager: { ...jaeger } },
        },
      },
    },
    "agentobs:kubernetes.ingress: two things are to be reached as traces.example → give each a host name of its own",
  ],
];

describe("what is refused", () => {
  test.for(mistakes)("%s", ([, own, problem]) => {
    expect(refused(own)).toEqual([problem]);
  });

  test("in production, a page in clear", () => {
    const problems = refused({
      ...SECURE,
      environment: "production",
      kubernetes: { ingress: { controllerNamespace, pages: { jaeger } } },
    });
    expect(problems).toContain(
      "agentobs:kubernetes.ingress.tls: in production nothing is reached in clear → agentobs:kubernetes: { ingress: { tls: { clusterIssuer: letsencrypt } } }",
    );
  });

  test("a Gateway's listener that is not named: the route would stand at the plain one too", () => {
    const parentRefs = [{ name: "public" }];
    const problems = refused({
      kubernetes: { gateway: { ...gateway, parentRefs, pages: { jaeger } } },
    });
    expect(problems[0]).toContain("kubernetes.gateway.parentRefs.0.sectionName: is missing");
  });

  test("a reason on a page that has a login: none is needed", () => {
    const problems = refused({
      kubernetes: { ingress: { controllerNamespace, tls, pages: { grafana: jaeger } } },
    });
    expect(problems[0]).toContain("kubernetes.ingress.pages.grafana.withoutLogin");
  });
});
