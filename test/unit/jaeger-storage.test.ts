import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { binary } from "../support/binaries.ts";
import { objectsOf } from "../support/cluster-objects.ts";
import { clusterPlanOf } from "../support/tier-files.ts";

const secrets = { "jaeger-storage-password": "x" };
const login = { user: "jaeger", passwordSecret: "jaeger-storage-password" };
const CA = "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n";
const clickhouse = { addresses: ["ch-0.example:9440", "ch-1.example:9441"], ca: CA, ...login };
const elasticsearch = { urls: ["https://elastic.example:9200"], ...login };
const stored = (storage: object, own: object = {}) =>
  clusterPlanOf({ secrets, jaeger: { storage }, ...own });

const backendOf = (plan: ReturnType<typeof stored>): unknown => {
  const { extensions } = parse(artefactsFor(plan)["jaeger.yaml"] ?? "") as {
    extensions: { jaeger_storage: { backends: { traces: unknown } } };
  };
  return extensions.jaeger_storage.backends.traces;
};
const jaegerOf = (plan: ReturnType<typeof stored>) =>
  workloadsOf(plan).find(({ name }) => name === "jaeger");

describe("Jaeger on ClickHouse", () => {
  const plan = stored({ clickhouse });

  test("keeps traces as long as the settings say: ClickHouse itself keeps them for ever", () => {
    expect(backendOf(plan)).toEqual({
      clickhouse: {
        addresses: clickhouse.addresses,
        database: "jaeger",
        auth: { basic: { username: "jaeger", password: "${env:JAEGER_STORAGE_PASSWORD}" } },
        tls: { ca_file: "/etc/agentobs/storage-ca.pem" },
        create_schema: true,
        ttl: "168h",
      },
    });
  });

  test("opens the gate that the release keeps it behind", () => {
    expect(jaegerOf(plan)?.args).toContain("--feature-gates=storage.clickhouse");
    expect(jaegerOf(clusterPlanOf())?.args.join(" ")).not.toContain("feature-gates");
  });

  test("may leave the stack by the servers' ports, and is handed the password by name", () => {
    expect(jaegerOf(plan)).toMatchObject({
      outside: [
        { host: "ch-0.example", port: 9440 },
        { host: "ch-1.example", port: 9441 },
      ],
      secrets: [{ secret: "jaeger-storage-password", environment: "JAEGER_STORAGE_PASSWORD" }],
    });
  });
});

describe("Jaeger on Elasticsearch", () => {
  const plan = stored({ elasticsearch });

  test("reads as far back as traces are kept, with a password from a file", () => {
    expect(backendOf(plan)).toEqual({
      elasticsearch: {
        server_urls: elasticsearch.urls,
        auth: {
          basic: {
            username: "jaeger",
            password_file: "/run/secrets/agentobs/jaeger-storage-password",
          },
        },
        indices: { index_prefix: "agentobs" },
        max_span_age: "168h",
      },
    });
  });

  test("has a configuration that a real Jaeger accepts", () => {
    const folder = mkdtempSync(join(tmpdir(), "agentobs-jaeger-"));
    const file = join(folder, "jaeger.yaml");
    writeFileSync(file, artefactsFor(plan)["jaeger.yaml"] ?? "");
    const validate = () =>
      execFileSync(binary("jaeger"), ["validate", `--config=${file}`], { stdio: "pipe" });
    expect(validate).not.toThrow();
    writeFileSync(file, (artefactsFor(plan)["jaeger.yaml"] ?? "").replace("max_span_age", "age"));
    expect(validate).toThrow("age");
    rmSync(folder, { recursive: true });
  });
});

describe("Jaeger with a store outside of the stack", () => {
  const objects = objectsOf(stored({ clickhouse }));
  const own = objects.find(({ workload }) => workload.name === "jaeger")?.objects ?? [];

  test("is a Deployment of two without a disk", () => {
    expect(own.map(({ kind }) => kind)).not.toContain("StatefulSet");
    expect(own.find(({ kind }) => kind === "Deployment")).toHaveProperty("spec.replicas", 2);
    expect(own.map(({ kind }) => kind)).toContain("PodDisruptionBudget");
  });

  test("is sent to and opened by its service: its pods have no names", () => {
    const files = artefactsFor(stored({ clickhouse }));
    expect(files["sampler.yaml"]).toContain("jaeger.agentobs.svc:4317");
    expect(Object.values(files).join("\n")).not.toContain("jaeger-0.");
  });

  test("is scraped pod by pod, found by DNS and not by the API", () => {
    const { scrape_configs: jobs } = parse(
      artefactsFor(stored({ clickhouse }))["scrape.yaml"] ?? "",
    ) as { scrape_configs: { job_name: string }[] };
    expect(jobs.find(({ job_name: name }) => name === "jaeger")).toEqual({
      job_name: "jaeger",
      dns_sd_configs: [{ names: ["jaeger-headless.agentobs.svc"], type: "A", port: 8888 }],
    });
    const headless = own.find(({ metadata }) => metadata.name === "jaeger-headless");
    expect(headless).toHaveProperty("spec.clusterIP", "None");
  });

  test("VictoriaMetrics accepts that way of finding them", () => {
    const folder = mkdtempSync(join(tmpdir(), "agentobs-scrape-"));
    const file = join(folder, "scrape.yaml");
    writeFileSync(file, artefactsFor(stored({ clickhouse }))["scrape.yaml"] ?? "");
    const args = ["-dryRun", `-promscrape.config=${file}`, "-promscrape.config.strictParse=true"];
    expect(() => execFileSync(binary("victoriametrics"), args, { stdio: "pipe" })).not.toThrow();
    rmSync(folder, { recursive: true });
  });
});

test("with badger Jaeger is one pod with a disk of its own", () => {
  const plan = clusterPlanOf();
  expect(plan.replicas.jaeger).toBe(1);
  expect(jaegerOf(plan)?.data).toBeDefined();
});
