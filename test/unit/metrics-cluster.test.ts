import { describe, expect, test } from "vitest";
import type { WorkloadName } from "../../components/core/names.ts";
import type { Workload } from "../../components/workload.ts";
import { endpointsOf } from "../../cli/endpoints.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

const planOf = (own: Record<string, unknown> = {}) =>
  planFor(
    parseSettings(
      { preset: "kubernetes-jaeger", victoriametrics: { cluster: {} }, ...own },
      "Pulumi.prod.yaml",
    ),
  );
const plan = planOf();
const workloads = new Map(workloadsOf(plan).map((workload) => [workload.name, workload]));
function workload(name: WorkloadName): Workload {
  const found = workloads.get(name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}
const NS = "agentobs.svc";
const storages = (port: number) =>
  [0, 1, 2].map((n) => `vmstorage-${n}.vmstorage-headless.${NS}:${port}`).join(",");

describe("a VictoriaMetrics cluster", () => {
  test("runs in place of the single one, what holds nothing twice", () => {
    expect(plan.replicas).toMatchObject({ vmstorage: 3, vminsert: 2, vmselect: 2, vmagent: 1 });
    expect(workloads.has("victoriametrics")).toBe(false);
  });

  test("writes to and reads from every storage by the name of its pod", () => {
    expect(workload("vminsert").args).toContain(`-storageNode=${storages(8400)}`);
    expect(workload("vmselect").args).toContain(`-storageNode=${storages(8401)}`);
  });

  test("keeps copies, and reads each sample once", () => {
    expect(workload("vminsert").args).toContain("-replicationFactor=2");
    for (const name of ["vmselect", "vmstorage"] as const)
      expect(workload(name).args, name).toContain("-dedup.minScrapeInterval=1ms");
  });

  test("has one copy where nobody asks for more", () => {
    const one = planOf({ victoriametrics: { cluster: { storages: 2, replicationFactor: 1 } } });
    const args = workloadsOf(one)
      .find(({ name }) => name === "vmselect")
      ?.args.join(" ");
    expect(args).not.toContain("dedup");
  });

  test("gets the collector's metrics at its own way in", () => {
    const { files } = workload("collector");
    expect(files["collector.yaml"]).toContain(
      `http://vminsert.${NS}:8480/insert/0/opentelemetry/v1/metrics`,
    );
  });

  test("is asked and told by vmalert under its tenant", () => {
    const { args, edges } = workload("vmalert");
    expect(args).toEqual(
      expect.arrayContaining([
        `-datasource.url=http://vmselect.${NS}:8481/select/0/prometheus`,
        `-remoteRead.url=http://vmselect.${NS}:8481/select/0/prometheus`,
        `-remoteWrite.url=http://vminsert.${NS}:8480/insert/0/prometheus`,
      ]),
    );
    expect(edges.map(({ to, relation }) => `${relation} ${to}`)).toEqual(
      expect.arrayContaining(["reads vmselect", "sends vminsert"]),
    );
  });

  test("is what Grafana and verify ask", () => {
    const url = `http://vmselect.${NS}:8481/select/0/prometheus`;
    expect(workload("grafana").files["provisioning/datasources/agentobs.yaml"]).toContain(url);
    expect(endpointsOf(plan).metricsUrl).toBe(url);
  });

  test("is scraped by an agent, which scrapes everything that runs, itself too", () => {
    const { files, args } = workload("vmagent");
    const jobs = [...(files["scrape.yaml"] ?? "").matchAll(/job_name: (\w+)/g)].map(
      ([, job]) => job,
    );
    expect(jobs.sort()).toEqual([...workloads.keys()].sort());
    expect(args).toContain(
      `-remoteWrite.url=http://vminsert.${NS}:8480/insert/0/prometheus/api/v1/write`,
    );
  });

  test("gives each storage its share of the series and copies of all samples", () => {
    const single = planOf({ victoriametrics: {} }).footprints.victoriametrics;
    const { vmstorage } = plan.footprints;
    // Two copies on three storages: two thirds of the single one's.
    expect(vmstorage?.diskGiB).toBeLessThan(single?.diskGiB ?? 0);
    expect(vmstorage?.how.diskGiB).toMatch(/^2 copies ÷ 3 storages: /);
  });

  test("may grow where it holds nothing", () => {
    for (const name of ["vminsert", "vmselect"] as const)
      expect(workload(name).scaling, name).toBeDefined();
    expect(workload("vmstorage").scaling).toBeUndefined();
  });

  test("needs no acknowledgement in production: nothing of it that keeps data runs once", () => {
    const refused = () => planOf({ environment: "production" });
    expect(refused).toThrow("single-replica-jaeger");
    expect(refused).not.toThrow("single-replica-vm");
  });
});

describe("a cluster that can't be", () => {
  test("with too few storages for its copies is refused, with how many are enough", () => {
    const victoriametrics = { cluster: { storages: 2, replicationFactor: 2 } };
    expect(() => planOf({ victoriametrics })).toThrow(
      "agentobs:victoriametrics.cluster.storages: with 2 copies and 2 storages, not every sample has its copies while 1 of them is away\n" +
        "  Fix: agentobs:victoriametrics: { cluster: { storages: 3 } }",
    );
  });

  test("on one host is refused", () => {
    const own = { preset: "local", victoriametrics: { cluster: {} } };
    expect(() => parseSettings(own, "Pulumi.local.yaml")).toThrow(
      "agentobs:victoriametrics.cluster: a host runs a single VictoriaMetrics",
    );
  });

  test("of a stack whose metrics go elsewhere is refused", () => {
    const destinations = [
      { type: "jaeger" },
      { type: "prometheus", endpoint: "https://prometheus.example/api/v1/write" },
    ];
    expect(() => planOf({ destinations, grafana: { run: false } })).toThrow(
      "agentobs:victoriametrics.cluster: the stack runs no VictoriaMetrics: metrics go elsewhere",
    );
  });
});
