import { beforeAll, describe, expect, test } from "vitest";
import { changes, deploy, find } from "../support/kubernetes-program.ts";
import type { Run } from "../support/pulumi-mocks.ts";

const VALUE = "https://hooks.example/T0P-S3CRET";
/** A key or certificate itself; rules for secrets name their first line too. */
const PEM = /-----BEGIN [A-Z ]+-----\\n[A-Za-z0-9+/]{20}/;
const deployWith = (value: string) =>
  deploy("kubernetes-jaeger", {
    secrets: { hook: value },
    alerts: { routes: [{ severities: ["critical"], webhook: { urlSecret: "hook" } }] },
  });

describe("a secret of the settings on Kubernetes", () => {
  let run: Run;
  beforeAll(async () => {
    run = await deployWith(VALUE);
  });

  test("is in the Secret of the workload that uses it, marked as one, and nowhere else", () => {
    expect(find(run, "Secret alertmanager-secrets").inputs).toMatchObject({
      metadata: { name: "alertmanager-secrets", namespace: "agentobs" },
      type: "Opaque",
      stringData: "[secret]",
    });
    expect(JSON.stringify(run.resources)).not.toContain("T0P-S3CRET");
  });

  test("is there before the pods that read it", () => {
    const { dependsOn } = find(run, "StatefulSet alertmanager");
    expect(dependsOn).toContain("Secret alertmanager-secrets");
  });

  test("leaves a mark on those pods only, which hides nothing of them in a preview", () => {
    expect(versionOf(run, "StatefulSet alertmanager")).toMatch(/^[0-9a-f]{16}$/);
    expect(versionOf(run, "StatefulSet jaeger")).toBeUndefined();
  });

  test("that changes changes the Secret and restarts those pods, and nothing else", async () => {
    const other = await deployWith("https://hooks.example/another");
    // The Secret's own inputs are hidden: they show no difference here.
    expect(changes(run, other)).toEqual(["~ StatefulSet alertmanager"]);
    expect(versionOf(other, "StatefulSet alertmanager")).not.toEqual(
      versionOf(run, "StatefulSet alertmanager"),
    );
  });

  test("that stays the same restarts nothing", async () => {
    expect(changes(run, await deployWith(VALUE))).toEqual([]);
  });

  test("that comes from a store is made and held by nobody here", async () => {
    const { resources } = await deploy("kubernetes-jaeger", {
      kubernetes: { externalSecrets: { store: { name: "vault" } } },
    });
    expect(resources.filter(({ type }) => /^(random|tls):|:Secret$/.test(type))).toEqual([]);
    const external = resources.filter(({ type }) => type.endsWith(":ExternalSecret"));
    expect(external.map(({ name }) => name).sort()).toEqual([
      "collector-secrets",
      "grafana-secrets",
      "sampler-secrets",
    ]);
  });

  test("that the kit makes is marked as well, wherever it goes", () => {
    const objects = run.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    const secrets = objects.filter(({ type }) => type.endsWith(":Secret"));
    expect(secrets.map(({ name }) => name)).toContain("collector-secrets");
    for (const { name, inputs } of secrets)
      expect({ name, stringData: inputs["stringData"] }).toEqual({ name, stringData: "[secret]" });
    const withKeys = objects.filter(({ inputs }) => PEM.test(JSON.stringify(inputs)));
    expect(withKeys.map(({ name }) => name)).toEqual([]);
  });
});

function versionOf(run: Run, label: string): unknown {
  const { spec } = find(run, label).inputs as {
    spec: { template: { metadata: { annotations?: Record<string, unknown> } } };
  };
  return spec.template.metadata.annotations?.["checksum/secrets"];
}
