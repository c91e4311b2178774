import { expect, test } from "vitest";
import { controlPlane } from "../support/control-plane.ts";

const cluster = await controlPlane();

const rule = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name: "rules", namespace: "default" },
  spec: { groups: [{ name: "one", rules: [{ alert: "Always", expr: "vector(1)" }] }] },
};
const certificate = {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "web", namespace: "default" },
  spec: { secretName: "web-tls", dnsNames: ["web.test"], issuerRef: { name: "own" } },
};
const route = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "web", namespace: "default" },
  spec: {
    parentRefs: [{ name: "front" }],
    rules: [{ backendRefs: [{ name: "web", port: 80 }] }],
  },
};
const secret = {
  apiVersion: "external-secrets.io/v1",
  kind: "ExternalSecret",
  metadata: { name: "key", namespace: "default" },
  spec: {
    secretStoreRef: { kind: "SecretStore", name: "vault" },
    data: [{ secretKey: "key", remoteRef: { key: "agentobs/key" } }],
  },
};

test("a kind that nobody has defined is refused by its name", async () => {
  const [finding] = await cluster.check([rule]);
  expect(finding).toMatchObject({ object: "PrometheusRule default/rules", kind: "refused" });
});

test("kinds of other projects are checked by those projects' own definitions", async () => {
  await cluster.define();
  expect(await cluster.check([rule, certificate, route, secret])).toEqual([]);
});

test("a field that such a definition does not know is refused by its name", async () => {
  const findings = await cluster.check([
    { ...rule, spec: { groups: [{ name: "one", rules: [{ alert: "A", exprs: "vector(1)" }] }] } },
    { ...certificate, spec: { ...certificate.spec, dnsName: "web.test" } },
    { ...route, spec: { ...route.spec, hostname: "web.test" } },
    { ...secret, spec: { ...secret.spec, refresh: "1h" } },
  ]);
  const fields = [/exprs/, /dnsName/, /spec\.hostname/, /spec\.refresh/];
  expect(findings.map(({ text }) => text)).toEqual(
    fields.map((field) => expect.stringMatching(field) as string),
  );
});
