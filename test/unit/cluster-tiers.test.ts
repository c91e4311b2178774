import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import type { Plan } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { objectsOf, podTemplatesOf } from "../support/cluster-objects.ts";
import { clusterPlanOf, type File, planOf } from "../support/tier-files.ts";

describe("tiers in a cluster", () => {
  const files = artefactsFor(clusterPlanOf({ collector: { gateways: 2, samplers: 2 } }));

  test("one file serves all replicas: each fills in its own ordinal when it starts", () => {
    expect(files["collector.yaml"]).toContain("value: gateway-${env:AGENTOBS_ORDINAL}\n");
    expect(files["sampler.yaml"]).toContain("value: sampler-${env:AGENTOBS_ORDINAL}\n");
  });

  test("the gateways route over the samplers' pod names, which need no access to the API", () => {
    const { exporters } = parse(files["collector.yaml"] ?? "") as File;
    expect(exporters["load_balancing/samplers"]).toHaveProperty("resolver.static.hostnames", [
      "sampler-0.sampler-headless.agentobs.svc:4317",
      "sampler-1.sampler-headless.agentobs.svc:4317",
    ]);
  });

  test("either tier shows the other a certificate", () => {
    const { exporters } = parse(files["collector.yaml"] ?? "") as File;
    const { receivers } = parse(files["sampler.yaml"] ?? "") as File;
    const own = {
      cert_file: "/run/secrets/agentobs/wire-certificate",
      key_file: "/run/secrets/agentobs/wire-key",
      min_version: "1.3",
      reload_interval: "5m",
    };
    expect(exporters["load_balancing/samplers"]).toHaveProperty("protocol.otlp.tls", {
      ...own,
      ca_file: "/run/secrets/agentobs/wire-ca",
    });
    expect(receivers["otlp/gateways"]).toHaveProperty("protocols.grpc.tls", {
      ...own,
      client_ca_file: "/run/secrets/agentobs/wire-ca",
    });
  });

  test("refuses data before Go collects hard, and both before the container's limit", () => {
    const plan = clusterPlanOf();
    const limits = {
      collector: plan.collector.memoryLimitMiB,
      sampler: plan.collector.tiers?.samplerMemoryLimitMiB ?? 0,
    };
    for (const [name, limitMiB] of Object.entries(limits)) {
      const workload = workloadsOf(plan).find((each) => each.name === name);
      const { memoryMiB = 0 } = workload?.resources ?? {};
      const { processors } = parse(files[`${name}.yaml`] ?? "") as File;
      const goMiB = Number.parseInt(workload?.environment["GOMEMLIMIT"] ?? "", 10);
      expect(limitMiB, name).toBeGreaterThan(256);
      expect(processors["memory_limiter"]).toMatchObject({ limit_mib: limitMiB });
      expect(goMiB, name).toBeLessThan(limitMiB);
      expect(memoryMiB, name).toBeGreaterThanOrEqual(1.25 * limitMiB + 128);
    }
  });

  test("keep what is not delivered on the claim of each pod", () => {
    for (const { workload, objects } of objectsOf(clusterPlanOf()))
      if (workload.tool === "collector")
        for (const { spec } of podTemplatesOf(objects)) {
          const { extensions } = parse(Object.values(workload.files)[0] ?? "") as {
            extensions: { "file_storage/queue": { directory: string } };
          };
          const [container] = spec?.containers ?? [];
          const claim = container?.volumeMounts?.find(({ name }) => name === "data");
          const { directory } = extensions["file_storage/queue"];
          expect(directory.startsWith(`${claim?.mountPath ?? "none"}/`), directory).toBe(true);
        }
  });

  test("a pod has time to hear that it leaves, and then to work off what it holds", () => {
    for (const { workload, objects } of objectsOf(clusterPlanOf()))
      for (const { spec } of podTemplatesOf(objects)) {
        const [container] = spec?.containers ?? [];
        const leaves = container?.lifecycle?.preStop?.sleep?.seconds ?? 0;
        const grace = spec?.terminationGracePeriodSeconds ?? 0;
        expect(leaves, workload.name).toBeGreaterThan(0);
        expect(grace, workload.name).toBeGreaterThan(leaves + workload.stopSeconds);
      }
  });
});

describe("a sampler that is drained", () => {
  const steady = clusterPlanOf({ collector: { samplers: 3 } });
  const draining = clusterPlanOf({ collector: { samplers: 2, drain: { samplers: 1 } } });
  const hostnames = (plan: Plan) => {
    const { exporters } = parse(artefactsFor(plan)["collector.yaml"] ?? "") as File;
    const { resolver } = exporters["load_balancing/samplers"] as {
      resolver: { static: { hostnames: string[] } };
    };
    return resolver.static.hostnames.map((name) => name.split(".")[0]);
  };

  test("still runs, and no gateway sends to it", () => {
    expect(steady.replicas.sampler).toBe(3);
    expect(draining.replicas.sampler).toBe(3);
    expect(hostnames(steady)).toEqual(["sampler-0", "sampler-1", "sampler-2"]);
    expect(hostnames(draining)).toEqual(["sampler-0", "sampler-1"]);
  });

  test("is still scraped: its metrics say when it holds nothing more", () => {
    expect(artefactsFor(draining)["scrape.yaml"]).toContain("sampler-2.sampler-headless");
  });

  test("leaves the others the sizes that they need without it", () => {
    expect(draining.sizes).toMatchObject({ samplers: 2, drainingSamplers: 1 });
    expect(draining.sizes.bufferedSpans).toBeGreaterThan(steady.sizes.bufferedSpans);
  });

  test("is one of the processes on one machine, too", () => {
    const plan = planOf({ collector: { samplers: 1, drain: { samplers: 1 } } });
    expect(plan.workloads.filter((name) => name.startsWith("sampler"))).toEqual([
      "sampler-0",
      "sampler-1",
    ]);
    const { exporters } = parse(artefactsFor(plan)["collector.yaml"] ?? "") as File;
    expect(exporters["load_balancing/samplers"]).toHaveProperty("resolver.static.hostnames", [
      "127.0.0.1:14400",
    ]);
  });
});
