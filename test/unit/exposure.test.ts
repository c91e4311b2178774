import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../components/platforms/kubernetes/api.ts";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { objectsOf } from "../support/cluster-objects.ts";
import { clusterPlanOf } from "../support/tier-files.ts";

const SECURE = {
  ingest: {
    tls: { certificateSecret: "cert", keySecret: "key", caSecret: "ca" },
    auth: { bearer: { tokenSecrets: ["token"] } },
  },
  secrets: { cert: "x", key: "x", ca: "x", token: "x" },
};
const withoutLogin = "behind the company's VPN";
const INGRESS = {
  className: "nginx",
  controllerNamespace: "ingress-nginx",
  annotations: { "example.com/rate": "10" },
  tls: { clusterIssuer: "letsencrypt" },
  otlp: {
    host: "otlp.example",
    annotations: { "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS" },
  },
  pages: { jaeger: { host: "traces.example", withoutLogin } },
};
const GATEWAY = {
  parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
  controllerNamespace: "gateways",
  backendCa: "ingest-ca",
  otlp: { host: "otlp.example" },
  otlpGrpc: { host: "otlp-grpc.example" },
  pages: { jaeger: { host: "traces.example", withoutLogin } },
};
const planWith = (kubernetes: object) => clusterPlanOf({ ...SECURE, kubernetes });
const all = (kubernetes: object): KubernetesObject[] =>
  objectsOf(planWith(kubernetes)).flatMap(({ objects }) => objects);
const EXPOSING = ["Ingress", "HTTPRoute", "GRPCRoute", "BackendTLSPolicy"];
const exposing = (kubernetes: object) =>
  all(kubernetes).filter(({ kind }) => EXPOSING.includes(kind));

test("nothing is reached from outside unless it is asked for", () => {
  expect(exposing({})).toEqual([]);
});

describe("an Ingress", () => {
  test("takes what is named, on a host of its own, with a certificate", () => {
    const [jaeger, otlp] = exposing({ ingress: INGRESS });
    expect(jaeger).toMatchObject({
      kind: "Ingress",
      metadata: {
        name: "jaeger-ui",
        annotations: {
          "cert-manager.io/cluster-issuer": "letsencrypt",
          "example.com/rate": "10",
        },
      },
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: ["traces.example"], secretName: "jaeger-ui-tls" }],
        rules: [
          {
            host: "traces.example",
            http: {
              paths: [
                {
                  path: "/",
                  pathType: "Prefix",
                  backend: { service: { name: "jaeger", port: { name: "ui" } } },
                },
              ],
            },
          },
        ],
      },
    });
    expect(otlp?.metadata.annotations).toMatchObject(INGRESS.otlp.annotations);
    expect(exposing({ ingress: INGRESS })).toHaveLength(2);
  });

  test("lets agents at the three paths of OTLP only", () => {
    const otlp = exposing({ ingress: INGRESS }).find(({ metadata }) =>
      metadata.name.startsWith("collector"),
    );
    expect(otlp).toHaveProperty(
      "spec.rules.0.http.paths",
      ["/v1/traces", "/v1/metrics", "/v1/logs"].map((path) => ({
        path,
        pathType: "Exact",
        backend: { service: { name: "collector", port: { name: "otlp-http" } } },
      })),
    );
  });

  test("takes a certificate that is there already", () => {
    const [jaeger] = exposing({ ingress: { ...INGRESS, tls: { secretName: "wildcard" } } });
    expect(jaeger).toHaveProperty("spec.tls.0.secretName", "wildcard");
    expect(jaeger?.metadata.annotations).not.toHaveProperty("cert-manager.io/cluster-issuer");
  });
});

describe("a Gateway", () => {
  test("takes pages and OTLP over HTTP by HTTPRoute, OTLP over gRPC by GRPCRoute, at its TLS listener", () => {
    const routes = exposing({ gateway: GATEWAY });
    expect(routes.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "HTTPRoute jaeger-ui",
      "HTTPRoute collector-otlp-http",
      "GRPCRoute collector-otlp-grpc",
      "BackendTLSPolicy collector-otlp-http",
      "BackendTLSPolicy collector-otlp-grpc",
    ]);
    for (const route of routes.slice(0, 3))
      expect(route).toHaveProperty("spec.parentRefs", GATEWAY.parentRefs);
    expect(routes[2]).toHaveProperty("spec.rules.0.matches.0.method", {
      type: "Exact",
      service: "opentelemetry.proto.collector.trace.v1.TraceService",
    });
    expect(routes[0]).toHaveProperty("spec.rules.0.backendRefs", [{ name: "jaeger", port: 16686 }]);
  });

  test("checks the collector's certificate under the name that it is made for", () => {
    const policy = exposing({ gateway: GATEWAY }).find(({ kind }) => kind === "BackendTLSPolicy");
    expect(policy).toHaveProperty("spec", {
      targetRefs: [{ group: "", kind: "Service", name: "collector", sectionName: "otlp-http" }],
      validation: {
        caCertificateRefs: [{ group: "", kind: "ConfigMap", name: "ingest-ca" }],
        hostname: "collector.agentobs.svc",
      },
    });
  });
});

test("the controller's pods are let in to what is exposed, and to nothing else", () => {
  const opened = all({ ingress: INGRESS }).flatMap((object) =>
    object.kind === "NetworkPolicy"
      ? (object.spec?.ingress ?? []).flatMap(({ from = [], ports = [] }) =>
          from.some(
            ({ namespaceSelector }) =>
              namespaceSelector?.matchLabels?.["kubernetes.io/metadata.name"] === "ingress-nginx",
          )
            ? ports.map(({ port }) => `${object.metadata.name} ${String(port)}`)
            : [],
        )
      : [],
  );
  expect(opened.sort()).toEqual(["collector otlp-http", "jaeger ui"]);
});

test("a port that speaks TLS says so: a controller would send plain requests otherwise", () => {
  const service = all({}).find(
    ({ kind, metadata }) => kind === "Service" && metadata.name === "collector",
  );
  expect(service).toHaveProperty("spec.ports.0.appProtocol", "https");
});

test("what is exposed knows where people open it: links in messages and logins lead there", () => {
  const named = (page: string) => ({ [page]: { host: `${page}.example`, withoutLogin } });
  const pages = {
    ...named("alertmanager"),
    ...named("vmalert"),
    grafana: { host: "grafana.example" },
  };
  const plan = planWith({ gateway: { ...GATEWAY, pages } });
  const argsOf = (workload: string) =>
    workloadsOf(plan).find(({ name }) => name === workload)?.args ?? [];
  expect(argsOf("alertmanager")).toContain("--web.external-url=https://alertmanager.example");
  expect(argsOf("vmalert")).toContain("-external.url=https://vmalert.example");
  expect(plan.grafana.rootUrl).toBe("https://grafana.example");
});

describe("agents outside of the cluster", () => {
  test("get the endpoint that lets them in, and neither the inner one nor its authority", () => {
    const files = artefactsFor(planWith({ ingress: INGRESS }));
    const text = files["agents-outside.env"] ?? "";
    expect(text).toContain("OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.example\n");
    expect(text).toContain('OTEL_EXPORTER_OTLP_HEADERS: from the secret "token"');
    expect(text).not.toContain("OTEL_EXPORTER_OTLP_CERTIFICATE");
    expect(files["agents.env"]).toContain("https://collector.agentobs.svc:4318");
  });

  test("speak gRPC where only that is exposed", () => {
    const gateway = { ...GATEWAY, otlp: undefined };
    expect(planWith({ gateway }).agentEnvironmentOutside).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp-grpc.example",
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    });
  });

  test("get nothing where nothing lets them in", () => {
    expect(planWith({}).agentEnvironmentOutside).toBeUndefined();
    expect(artefactsFor(planWith({}))).not.toHaveProperty("agents-outside.env");
  });
});
