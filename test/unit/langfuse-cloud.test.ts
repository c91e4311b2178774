import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { destinationPlan } from "../../stacks/destinations.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { Destination } from "../../stacks/settings-destinations.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

const PAGE = join(import.meta.dirname, "../../docs/langfuse-cloud.md");

/** https://langfuse.com/security/data-regions */
const REGIONS = {
  eu: "https://cloud.langfuse.com",
  us: "https://us.cloud.langfuse.com",
  jp: "https://jp.cloud.langfuse.com",
  hipaa: "https://hipaa.cloud.langfuse.com",
} as const;

const inRegion = (region: string) =>
  destinationPlan(Destination.parse({ type: "langfuse", region }));

describe("Langfuse Cloud", () => {
  test.for(Object.entries(REGIONS))("%s has its documented addresses", ([region, url]) => {
    const { address, queryUrl } = inRegion(region);
    expect(address).toEqual({ url: `${url}/api/public/otel` });
    expect(queryUrl).toBe(url);
  });

  test("is sent whole GenAI traces, all of them, in the words of version 4", () => {
    const { traces, metrics, headers, compression } = inRegion("eu");
    expect(traces).toEqual({ which: "genai", sampled: false });
    expect(metrics).toBeUndefined();
    expect(headers).toEqual({ "x-langfuse-ingestion-version": "4" });
    expect(compression).toBe("gzip");
  });

  test("takes smaller requests than one that runs elsewhere", () => {
    expect(inRegion("us").maxRequestBytes).toBe(5_000_000);
    const elsewhere = { type: "langfuse", endpoint: "https://langfuse.example" };
    expect(destinationPlan(Destination.parse(elsewhere)).maxRequestBytes).toBe(9_500_000);
  });
});

describe("the stack of docs/langfuse-cloud.md", () => {
  const yaml = /```yaml\n(config:[^`]*)```/.exec(readFileSync(PAGE, "utf8"))?.[1] ?? "";
  const { config } = parse(yaml) as { config: Record<string, unknown> };
  const secrets = {
    "langfuse-public-key": "pk-lf-value-of-the-test",
    "langfuse-secret-key": "sk-lf-value-of-the-test",
  };
  const planWith = (more: object = {}) => {
    const settings = Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key.replace(/^agentobs:/, ""), value]),
    );
    return planFor(parseSettings({ ...settings, secrets, ...more }, "Pulumi.cloud.yaml"));
  };
  const plan = planWith();

  test("runs the collector and the metrics here, and sends the traces there", () => {
    expect(plan.workloads).toEqual(["victoriametrics", "alertmanager", "vmalert", "collector"]);
    const collector = parse(artefactsFor(plan)["collector.yaml"] ?? "") as {
      exporters: Record<string, Record<string, unknown>>;
      service: { pipelines: Record<string, { exporters: string[] }> };
    };
    expect(Object.keys(collector.exporters)).toEqual(
      expect.arrayContaining(["otlp_http/langfuse", "otlp_http/victoriametrics"]),
    );
    expect(collector.service.pipelines["traces/genai"]?.exporters).toEqual(["otlp_http/langfuse"]);
  });

  test("holds its keys by reference", () => {
    const text = JSON.stringify([artefactsFor(plan), workloadsOf(plan)]);
    for (const value of Object.values(secrets)) expect(text).not.toContain(value);
    const own = workloadsOf(plan).find(({ name }) => name === "collector")?.secrets;
    expect(own).toEqual([
      { secret: "langfuse-public-key", file: "langfuse-public-key" },
      { secret: "langfuse-secret-key", file: "langfuse-secret-key" },
    ]);
  });

  test("leads from the dashboards to the project's pages", () => {
    expect(plan.dashboards.traces.langfuseUrl).toBe(
      "https://cloud.langfuse.com/project/cm5x0k2ab0001",
    );
    const pages = Object.entries(artefactsFor(plan)).filter(([file]) =>
      file.includes("dashboards"),
    );
    expect(JSON.stringify(pages)).toContain(
      "https://cloud.langfuse.com/project/cm5x0k2ab0001/traces",
    );
  });

  test("without a project's id no dashboard leads there", () => {
    const destinations = [{ type: "langfuse", region: "us" }, { type: "victoriametrics" }];
    expect(planWith({ destinations }).dashboards.traces.langfuseUrl).toBeUndefined();
  });

  test("removes prompts unless they are asked for, with a reason", () => {
    expect(plan.collector.content.capture).toBe(false);
    const content = { capture: true, reason: "prompts are reviewed in Langfuse" };
    expect(planWith({ content }).collector.content.capture).toBe(true);
    expect(() => planWith({ content: { capture: true } })).toThrow(/reason/);
  });
});
