import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

const SECRETS = { pk: "pk-value", sk: "sk-value", url: "https://value.example" };
const LANGFUSE = { type: "langfuse", region: "eu", publicKeySecret: "pk", secretKeySecret: "sk" };
const GRAFANA = {
  type: "grafana-cloud",
  endpointSecret: "url",
  instanceIdSecret: "pk",
  tokenSecret: "sk",
};

const planWith = (...destinations: object[]) =>
  planFor(parseSettings({ preset: "local", secrets: SECRETS, destinations }, "Pulumi.local.yaml"));
type Config = {
  exporters: Record<string, Record<string, unknown>>;
  extensions: Record<string, unknown>;
  service: { pipelines: Record<string, { processors: string[]; exporters: string[] }> };
};
const configOf = (plan: ReturnType<typeof planWith>) =>
  parse(artefactsFor(plan)["collector.yaml"] ?? "") as Config;

describe("who runs what", () => {
  test("a backend elsewhere is not run here, and needs no port", () => {
    const plan = planWith(GRAFANA);
    expect(plan.workloads).toEqual(["collector"]);
    expect(Object.keys(plan.addresses)).toEqual(["collector"]);
    expect(workloadsOf(plan).flatMap(({ edges }) => edges)).toEqual([]);
  });

  test("Jaeger runs here and the metrics go elsewhere", () => {
    const plan = planWith(
      { type: "jaeger" },
      { type: "victoriametrics", endpoint: "https://vm.example" },
    );
    expect(plan.workloads).toEqual(["jaeger", "collector"]);
  });
});

describe("secrets", () => {
  const plan = planWith(GRAFANA, LANGFUSE, {
    type: "otlp",
    endpoint: "https://otlp.example",
    headerSecrets: { "x-key": "sk" },
  });

  test("are references in every artefact", () => {
    const text = JSON.stringify([artefactsFor(plan), workloadsOf(plan)]);
    for (const value of Object.values(SECRETS)) expect(text).not.toContain(value);
    expect(text).toContain("${env:AGENTOBS_SECRET_URL}");
  });

  test("reach the collector once each, however often they are used", () => {
    const collector = workloadsOf(plan).find(({ name }) => name === "collector");
    expect(collector?.secrets).toEqual(
      expect.arrayContaining([
        { secret: "url", environment: "AGENTOBS_SECRET_URL" },
        { secret: "sk", environment: "AGENTOBS_SECRET_SK" },
        { secret: "pk", file: "pk" },
        { secret: "sk", file: "sk" },
      ]),
    );
    expect(collector?.secrets).toHaveLength(4);
  });
});

describe("the vendors' clouds", () => {
  const config = configOf(
    planWith(LANGFUSE, { type: "honeycomb", region: "eu", keySecret: "sk", dataset: "agents" }),
  );

  test("have their documented addresses", () => {
    expect(config.exporters["otlp_http/langfuse"]?.["endpoint"]).toBe(
      "https://cloud.langfuse.com/api/public/otel",
    );
    expect(config.exporters["otlp_http/honeycomb"]?.["endpoint"]).toBe(
      "https://api.eu1.honeycomb.io",
    );
  });

  test("are sent compressed, over TLS that nothing weakens", () => {
    for (const exporter of Object.values(config.exporters))
      expect(exporter["compression"]).toBe("gzip");
    expect(JSON.stringify(config)).not.toMatch(/insecure/);
  });

  test("Honeycomb's dataset is named for metrics only", () => {
    expect(config.exporters["otlp_http/honeycomb"]?.["headers"]).not.toHaveProperty(
      "x-honeycomb-dataset",
    );
    expect(config.exporters["otlp_http/honeycomb-metrics"]?.["headers"]).toHaveProperty(
      "x-honeycomb-dataset",
      "agents",
    );
  });
});

describe("choices of traces", () => {
  test("Langfuse gets every GenAI trace unless it is told otherwise", () => {
    const [langfuse] = planWith(LANGFUSE, GRAFANA).collector.destinations;
    expect(langfuse?.traces).toEqual({ which: "genai", sampled: false });
    const [told] = planWith({ ...LANGFUSE, traces: "all", sampled: true }, GRAFANA).collector
      .destinations;
    expect(told?.traces).toEqual({ which: "all", sampled: true });
  });

  test("destinations with one choice share a pipeline, and each choice is a buffer", () => {
    const raw = { type: "otlp", endpoint: "https://otlp.example", sampled: false };
    const plan = planWith({ type: "jaeger" }, { type: "victoriametrics" }, LANGFUSE, GRAFANA, raw);
    const { pipelines } = configOf(plan).service;
    expect(pipelines["traces/sample"]?.exporters).toEqual([
      "otlp_grpc/jaeger",
      "otlp_http/grafana-cloud",
    ]);
    expect(pipelines["traces/genai"]?.exporters).toEqual(["otlp_http/langfuse"]);
    expect(pipelines["traces/all"]?.exporters).toEqual(["otlp_http/otlp"]);
    expect(plan.sizes.samplingBuffers).toBe(2);
    expect(plan.sizes.how["samplingBuffers"]).toBe(
      "destinations choose sampled traces, unsampled GenAI traces",
    );
  });

  test("every way out masks secrets, or none needs to", () => {
    const { pipelines } = configOf(planWith(LANGFUSE, GRAFANA)).service;
    for (const [id, { processors }] of Object.entries(pipelines))
      if (/^traces\/(?!ingest)/.test(id)) expect(processors.at(-1), id).toBe("transform/redact");
  });
});

test("what Prometheus gives up stands in the plan", () => {
  const plan = planWith(
    { type: "jaeger" },
    { type: "prometheus", endpoint: "https://p.example/api/v1/write" },
  );
  const { collector: decided } = JSON.parse(artefactsFor(plan)["plan.json"] ?? "") as typeof plan;
  expect(decided.destinations[1]?.notes.join(" ")).toMatch(
    /no disk queue.*increase\(\) undercounts/,
  );
  const collector = workloadsOf(plan).find(({ name }) => name === "collector");
  expect(collector?.args.join(" ")).toContain("RetryOn429");
});
