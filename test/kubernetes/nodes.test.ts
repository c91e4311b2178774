import { CoreV1Api } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { deployment, statefulSet } from "../support/cluster/samples.ts";
import { controlPlane } from "../support/control-plane.ts";

const cluster = await controlPlane({ nodes: 3 });
const core = cluster.as("admin").makeApiClient(CoreV1Api);

test("three pods with a disk each get nodes and disks, and are ready", async () => {
  const store = statefulSet("store", 3);
  await cluster.apply([store]);
  await cluster.becomesReady([store], 30_000);
  const claims = await core.listNamespacedPersistentVolumeClaim({ namespace: "default" });
  const states = claims.items.map(({ metadata, status }) => [metadata?.name, status?.phase]);
  expect(states).toEqual([
    ["data-store-0", "Bound"],
    ["data-store-1", "Bound"],
    ["data-store-2", "Bound"],
  ]);
});

test("an eviction that a disruption budget has no room for is refused, one that it has room for is not", async () => {
  const labels = { app: "web" };
  const web = deployment("web", 2);
  const budget = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web", namespace: "default" },
    spec: { minAvailable: 2, selector: { matchLabels: labels } },
  };
  await cluster.apply([budget, web]);
  await cluster.becomesReady([web], 30_000);
  const pods = await core.listNamespacedPod({ namespace: "default", labelSelector: "app=web" });
  const pod = pods.items[0]?.metadata?.name ?? "";
  expect(await cluster.evict("default", pod)).toEqual({
    code: 429,
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
  });
  await cluster.apply([{ ...budget, spec: { ...budget.spec, minAvailable: 1 } }]);
  await expect
    .poll(() => cluster.evict("default", pod), { timeout: 10_000 })
    .toMatchObject({ code: 201 });
});

test("what can't become ready is named, with the reason that the cluster gives", async () => {
  const huge = deployment("huge");
  const [container] = huge.spec.template.spec.containers;
  Object.assign(container ?? {}, { resources: { requests: { cpu: "1000" } } });
  await cluster.apply([huge]);
  await expect(cluster.becomesReady([huge], 5_000)).rejects.toThrow(
    /^Deployment default\/huge .*\n(.*\n)*Pod huge-\S+ FailedScheduling: 0\/3 nodes are available: 3 Insufficient cpu/,
  );
});
