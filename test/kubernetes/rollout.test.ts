import { AppsV1Api, CoreV1Api, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { controlPlane } from "../support/control-plane.ts";
import { manifestsOf } from "../support/kubernetes-stacks.ts";

const PRESET = { preset: "kubernetes-jaeger" };
const cluster = await controlPlane({ nodes: 3 });
const core = cluster.as("admin").makeApiClient(CoreV1Api);
const apps = cluster.as("admin").makeApiClient(AppsV1Api);
const namespace = "agentobs";

test("everything of a stack becomes ready", async () => {
  const manifests = manifestsOf(PRESET);
  await cluster.apply(manifests);
  await cluster.becomesReady(manifests);
  const pods = await core.listNamespacedPod({ namespace });
  expect(pods.items.length).toBeGreaterThan(6);
});

test("a changed threshold rolls the pods that alert by it and draw it, and no others", async () => {
  const before = await generations();
  const manifests = manifestsOf({ ...PRESET, alerts: { loop: { iterations: 9 } } });
  await cluster.apply(manifests);
  await cluster.becomesReady(manifests);
  const after = await generations();
  const rolled = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(rolled.sort()).toEqual(["grafana", "vmalert"]);
});

test("the drain of all nodes may take one gateway, and not the other before that one is back", async () => {
  for (const { metadata } of (await core.listNode()).items)
    await core.patchNode(
      { name: metadata?.name ?? "", body: { spec: { unschedulable: true } } },
      setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
    );
  const labelSelector = "app.kubernetes.io/name=collector";
  const pods = await core.listNamespacedPod({ namespace, labelSelector });
  const [first = "", second = ""] = pods.items.map(({ metadata }) => metadata?.name ?? "");
  expect(await cluster.evict(namespace, first)).toMatchObject({ code: 201 });
  expect(await cluster.evict(namespace, second)).toMatchObject({ code: 429 });
});

/** How often the description of each workload has changed. */
async function generations(): Promise<Record<string, number>> {
  const sets = await apps.listNamespacedStatefulSet({ namespace });
  const deployments = await apps.listNamespacedDeployment({ namespace });
  return Object.fromEntries(
    [...sets.items, ...deployments.items].map(({ metadata }) => [
      metadata?.name ?? "",
      metadata?.generation ?? 0,
    ]),
  );
}
