import { expect, test } from "vitest";
import { controlPlane } from "../support/control-plane.ts";
import { manifestsOf } from "../support/kubernetes-stacks.ts";

const cluster = await controlPlane();
await cluster.define("HTTPRoute", "GRPCRoute", "BackendTLSPolicy");

const withoutLogin = "behind the company's VPN";
const pages = {
  grafana: { host: "grafana.example" },
  jaeger: { host: "traces.example", withoutLogin },
};
const secrets = { "jaeger-storage-password": "x" };
const login = { user: "jaeger", passwordSecret: "jaeger-storage-password" };

/** What an operator may ask for beyond a preset, and a kind that only then is there. */
const settings: [title: string, own: object, kind: string][] = [
  [
    "an Ingress for pages and for agents outside",
    {
      kubernetes: {
        ingress: {
          className: "nginx",
          controllerNamespace: "ingress-nginx",
          tls: { clusterIssuer: "letsencrypt" },
          otlp: {
            host: "otlp.example",
            annotations: { "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS" },
          },
          pages,
        },
      },
    },
    "Ingress",
  ],
  [
    "routes at a Gateway, over HTTP and gRPC",
    {
      kubernetes: {
        gateway: {
          parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
          controllerNamespace: "gateways",
          backendCa: "ingest-ca",
          otlp: { host: "otlp.example" },
          otlpGrpc: { host: "otlp-grpc.example" },
          pages,
        },
      },
    },
    "BackendTLSPolicy",
  ],
  [
    "a Jaeger without a disk",
    {
      secrets,
      jaeger: { storage: { clickhouse: { addresses: ["clickhouse.example:9440"], ...login } } },
    },
    "PodDisruptionBudget",
  ],
  [
    "places, priorities, registries, labels and annotations of the operator's",
    {
      collector: { samplers: 2, drain: { samplers: 1 } },
      kubernetes: {
        labels: { team: "platform" },
        annotations: { "example.com/owner": "platform" },
        nodeSelector: { "node-pool": "observability" },
        tolerations: [{ key: "dedicated", value: "observability", effect: "NoSchedule" }],
        pullSecrets: ["registry"],
        registry: "registry.example/mirror",
      },
    },
    "StatefulSet",
  ],
];

test.for(settings)("the API server takes %s", async ([, own, kind]) => {
  const objects = manifestsOf({ preset: "kubernetes-jaeger", ...own });
  expect(objects.map((object) => object.kind)).toContain(kind);
  expect(await cluster.check(objects)).toEqual([]);
});
