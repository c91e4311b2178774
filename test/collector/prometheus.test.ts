import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMON_LABELS, METRICS } from "../../components/core/metrics.ts";
import { spansOfEveryMetric } from "../support/every-metric.ts";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { type Prometheus, startPrometheus } from "../support/prometheus.ts";
import { traces } from "../support/traffic.ts";

const cloud = (name: string, endpoint: string) => ({
  type: "grafana-cloud",
  name,
  endpoint,
  instanceId: "123456",
  tokenSecret: "token",
});

/** What the store may be told to add: nothing, and everything there is. */
const EAGER = {
  promote_all_resource_attributes: true,
  promote_scope_metadata: true,
  keep_identifying_resource_attributes: true,
};

describe("in a Prometheus that takes OTLP, as Grafana Cloud does", () => {
  let collector: ExportingCollector;
  let plain: Prometheus;
  let eager: Prometheus;

  beforeAll(async () => {
    plain = await startPrometheus();
    eager = await startPrometheus({ otlp: EAGER });
    collector = await startExporting(
      [cloud("plain", plain.otlpUrl), cloud("eager", eager.otlpUrl)],
      { token: "glc_abc" },
    );
    expect(await collector.send("traces", traces(spansOfEveryMetric()))).toBe(200);
    for (const store of [plain, eager])
      for (let attempt = 0; attempt < 60; attempt++) {
        if ((await store.series("agent_values_bounded_total")).length > 0) break;
        await sleep(500);
      }
  });
  afterAll(async () => {
    await collector.stop();
    await plain.stop();
    await eager.stop();
  });

  test.for(Object.entries(METRICS))(
    "%s has the name and exactly the labels that it has in VictoriaMetrics",
    async ([, metric]) => {
      const names =
        metric.kind === "histogram"
          ? ["_bucket", "_count", "_sum"].map((suffix) => metric.prometheus + suffix)
          : [metric.prometheus];
      for (const name of names) {
        const series = await plain.series(name);
        expect(series.length, name).toBeGreaterThan(0);
        const labels = new Set(series.flatMap((one) => Object.keys(one)));
        const bound = name.endsWith("_bucket") ? ["le"] : [];
        expect([...labels].sort(), name).toEqual(
          ["__name__", ...bound, ...COMMON_LABELS, ...metric.labels].sort(),
        );
      }
    },
  );

  test("nothing else is stored: no target_info, no _created, no second name", async () => {
    const { data } = (await plain.get("/api/v1/label/__name__/values")) as { data: string[] };
    const known = new Set<string>(Object.values(METRICS).map(({ prometheus }) => prometheus));
    const names = data.map((name) => name.replace(/_(bucket|sum|count)$/, ""));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  test("bucket bounds are spelled as rules ask for them", async () => {
    const bounds = (await plain.series("agent_run_iterations_bucket")).map(({ le }) => le);
    expect(bounds).toContain("8");
    expect(bounds.filter((bound) => bound?.endsWith(".0"))).toEqual([]);
  });

  test("a store that promotes whatever it can splits and doubles no series", async () => {
    const without = await plain.series('{__name__=~"agent_.+"}');
    const all = await eager.series('{__name__=~"agent_.+"}');
    expect(all).toHaveLength(without.length);
    const added = new Set(all.flatMap((one) => Object.keys(one)));
    for (const label of without.flatMap((one) => Object.keys(one))) added.delete(label);
    // The same for all of one metric, so no sum and no join sees it.
    expect([...added]).toEqual(["otel_scope_name"]);
    const scopes = Map.groupBy(all, ({ __name__: name }) => name);
    for (const [name, series] of scopes)
      expect(new Set(series.map(({ otel_scope_name: scope }) => scope)).size, name).toBe(1);
  });

  test("every request with metrics was taken", () => {
    expect(collector.logs()).not.toMatch(/v1\/metrics/);
  });
});
