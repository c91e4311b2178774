import { beforeAll, describe, expect, test } from "vitest";
import {
  attempt,
  changes,
  deploy,
  find,
  labelOf,
  withoutHash,
} from "../support/kubernetes-program.ts";
import type { Run } from "../support/pulumi-mocks.ts";

const PRESET = "kubernetes-jaeger";

describe("the resources of a stack on Kubernetes", () => {
  let run: Run;
  beforeAll(async () => {
    run = await deploy(PRESET);
  });
  const waitsFor = (label: string) => find(run, label).dependsOn.map(withoutHash);

  test("all but the namespace itself wait for the namespace", () => {
    const objects = run.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    const early = objects.filter(({ dependsOn }) => !dependsOn.includes("Namespace agentobs"));
    expect(early.map(labelOf)).toEqual(["Namespace agentobs"]);
  });

  test("pods wait for what they are configured with, run as and are walled in by", () => {
    const kinds = /:(ConfigMap|Secret|ServiceAccount|NetworkPolicy|Role|RoleBinding)$/;
    const pods = run.resources.filter(({ type }) => /:(StatefulSet|Deployment)$/.test(type));
    expect(pods.length).toBeGreaterThan(5);
    for (const { name, parent, dependsOn } of pods) {
      const own = run.resources.filter((one) => one.parent === parent && kinds.test(one.type));
      const needed = own.map((one) => `${one.type.split(":").at(-1) ?? ""} ${one.name}`);
      const missing = [...needed, "NetworkPolicy default-deny"].filter(
        (one) => !dependsOn.includes(one),
      );
      expect({ name, missing }).toEqual({ name, missing: [] });
      expect(needed).toContain(`ServiceAccount ${name}`);
    }
  });

  test("pods wait for the pods and the service of those that they send to and read from", () => {
    const pods = (label: string) =>
      waitsFor(label).filter((name) => /^(StatefulSet|Deployment|Service) /.test(name));
    expect(pods("Deployment vmalert")).toEqual([
      "Service alertmanager",
      "Service alertmanager-headless",
      "Service victoriametrics",
      "Service victoriametrics-headless",
      "StatefulSet alertmanager",
      "StatefulSet victoriametrics",
    ]);
    expect(pods("StatefulSet collector")).toContain("StatefulSet sampler");
    expect(pods("StatefulSet sampler")).toContain("StatefulSet jaeger");
  });

  test("a scraper does not wait for what it scrapes", () => {
    expect(waitsFor("StatefulSet victoriametrics").join()).not.toMatch(/collector|sampler|jaeger/);
  });

  test("a service that clients use, a budget and the like come behind the pods", () => {
    expect(waitsFor("Service collector")).toContain("StatefulSet collector");
    expect(waitsFor("PodDisruptionBudget collector")).toContain("StatefulSet collector");
  });

  test("a rollout may take as long as its pods one after the other", () => {
    expect(find(run, "StatefulSet sampler").createSeconds).toBeGreaterThan(
      find(run, "StatefulSet alertmanager").createSeconds ?? Infinity,
    );
  });

  test("every object of a workload has the workload as its parent", () => {
    const strangers = run.resources.filter(
      ({ parent, inputs }) =>
        parent !== (workloadOf(inputs["metadata"]) ?? "") && inputs["metadata"] !== undefined,
    );
    expect(strangers).toEqual([]);
  });

  test("the outputs say where it is and how to get there", () => {
    const { default: outputs } = run.exports as { default: Record<string, unknown> };
    expect(Object.keys(outputs).sort()).toEqual([
      "addresses",
      "agentEnvironment",
      "agentSecretValues",
      "certificateExpiries",
      "namespace",
      "portForward",
    ]);
    expect(outputs["portForward"]).toMatchObject({
      jaeger: "kubectl --namespace=agentobs port-forward service/jaeger 16686:16686 16685:16685",
    });
  });
});

function workloadOf(metadata: unknown): string | undefined {
  const { labels } = (metadata ?? {}) as { labels?: Record<string, string> };
  return labels?.["app.kubernetes.io/name"];
}

describe("the cluster", () => {
  test("is the one that the settings name; what was kept in it is taken over, and nothing else", async () => {
    const run = await deploy(PRESET, { kubernetes: { context: "prod-eu" } });
    const provider = { context: "prod-eu", enableServerSideApply: "true" };
    expect(find(run, "kubernetes kubernetes").inputs).toMatchObject(provider);
    expect(find(run, "kubernetes kubernetes").inputs).not.toHaveProperty("upsertExistingObjects");
    expect(find(run, "kubernetes namespace").inputs).toMatchObject({
      ...provider,
      upsertExistingObjects: "true",
    });
    const adopting = run.resources.filter(({ provider }) => provider === "namespace");
    expect(adopting.map(labelOf)).toEqual(["Namespace agentobs"]);
  });

  test("keeps namespace and volumes through a destroy, unless data is not protected", async () => {
    const [kept, lost] = [await deploy(PRESET), await deploy(PRESET, { protectData: false })];
    for (const [run, retained, whenDeleted] of [
      [kept, true, "Retain"],
      [lost, false, "Delete"],
    ] as const) {
      expect(find(run, "Namespace agentobs").retainOnDelete).toBe(retained);
      expect(find(run, "StatefulSet jaeger").inputs["spec"]).toMatchObject({
        persistentVolumeClaimRetentionPolicy: { whenDeleted },
      });
    }
  });

  test("gets nothing when a setting is wrong", async () => {
    const { resources, error } = await attempt(PRESET, { sampling: { baselinePercent: 500 } });
    expect(String(error)).toContain("Pulumi.test.yaml: agentobs:sampling.baselinePercent: is 500");
    expect(resources).toEqual([]);
  });
});

describe("a changed setting touches only what it must", () => {
  let before: Run;
  beforeAll(async () => {
    before = await deploy(PRESET);
  });
  const changed = async (settings: Readonly<Record<string, unknown>>) =>
    changes(before, await deploy(PRESET, settings));

  test("nothing, when nothing changed", async () => {
    expect(await changed({})).toEqual([]);
  });

  test("a threshold: the rules, and the pods that read them", async () => {
    expect(await changed({ alerts: { cost: { minimumWindows: 7 } } })).toEqual([
      "+ ConfigMap vmalert-config-<hash>",
      "- ConfigMap vmalert-config-<hash>",
      "~ Deployment vmalert",
    ]);
  });

  test("how long traces are kept: Jaeger, as long as its disk does for it", async () => {
    expect(await changed({ retention: { traces: { days: 8 } } })).toEqual([
      "+ ConfigMap jaeger-config-<hash>",
      "- ConfigMap jaeger-config-<hash>",
      "~ StatefulSet jaeger",
    ]);
  });
});
