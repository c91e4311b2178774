import { expect, test } from "vitest";
import { kubernetesObjects } from "../../components/platforms/kubernetes/render.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { clusterPlanOf } from "../support/tier-files.ts";

const login = { user: "jaeger", passwordSecret: "jaeger-storage-password" };
const plan = clusterPlanOf({
  secrets: { "jaeger-storage-password": "x" },
  jaeger: { storage: { clickhouse: { addresses: ["clickhouse.example:9440"], ...login } } },
});

test("a workload that scales has an autoscaler, which owns the number of its pods", () => {
  const scaling = { maxReplicas: 6, cpuPercent: 70 };
  const workloads = workloadsOf(plan).filter(({ name }) => name === "jaeger");
  if (!plan.kubernetes) throw new Error("not a stack for a cluster");
  const { objects = [] } =
    kubernetesObjects(
      workloads.map((workload) => ({ ...workload, scaling })),
      plan.kubernetes,
    ).workloads[0] ?? {};
  expect(objects.find(({ kind }) => kind === "Deployment")).not.toHaveProperty("spec.replicas");
  expect(objects.find(({ kind }) => kind === "HorizontalPodAutoscaler")).toMatchObject({
    spec: {
      scaleTargetRef: { kind: "Deployment", name: "jaeger" },
      minReplicas: 2,
      maxReplicas: 6,
    },
  });
  const services = objects.filter(({ kind }) => kind === "Service");
  expect(services.map(({ metadata }) => metadata.name)).toEqual(["jaeger", "jaeger-headless"]);
});

test("no collector scales: its counters and its queue belong to a name", () => {
  const collectors = workloadsOf(plan).filter(({ tool }) => tool === "collector");
  expect(collectors.map(({ name }) => name).sort()).toEqual(["collector", "sampler"]);
  expect(collectors.filter(({ scaling, data }) => scaling || !data)).toEqual([]);
});
