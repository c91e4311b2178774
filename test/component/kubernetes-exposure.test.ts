import { expect, test } from "vitest";
import { deploy, find } from "../support/kubernetes-program.ts";

const PRESET = "kubernetes-jaeger";
const pages = { grafana: { host: "grafana.example" } };
const gateway = {
  parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
  controllerNamespace: "gateways",
  backendCa: "ingest-ca",
  otlpGrpc: { host: "otlp-grpc.example" },
  pages,
};

test("what is asked for by Ingress is created, and nothing is where nobody asked", async () => {
  const ingress = { controllerNamespace: "ingress-nginx", tls: { secretName: "wildcard" }, pages };
  const asked = await deploy(PRESET, { kubernetes: { ingress } });
  expect(find(asked, "Ingress grafana-http").inputs).toHaveProperty(
    "spec.rules.0.host",
    "grafana.example",
  );
  const plain = await deploy(PRESET);
  expect(plain.resources.map(({ type }) => type).join()).not.toMatch(/Ingress|gateway/);
});

test("routes are created as the Gateway API has them, which no cluster brings by itself", async () => {
  const run = await deploy(PRESET, { kubernetes: { gateway } });
  const route = find(run, "HTTPRoute grafana-http");
  expect(route.type).toBe("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute");
  expect(route.inputs).toHaveProperty("spec.hostnames", ["grafana.example"]);
  expect(find(run, "GRPCRoute collector-otlp-grpc").inputs).toMatchObject({
    apiVersion: "gateway.networking.k8s.io/v1",
    spec: { parentRefs: gateway.parentRefs },
  });
  expect(find(run, "BackendTLSPolicy collector-otlp-grpc").inputs).toHaveProperty(
    "spec.validation.hostname",
    "collector.agentobs.svc",
  );
});

test("agents outside find the endpoint among the outputs", async () => {
  const run = await deploy(PRESET, { kubernetes: { gateway } });
  expect(run.exports).toHaveProperty("default.agentEnvironmentOutside", {
    ...(run.exports as { default: { agentEnvironment: object } }).default.agentEnvironment,
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp-grpc.example",
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
  });
});
