import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { METRICS } from "../../components/core/metrics.ts";
import { increase, observations, type Query, sumBy } from "../../components/core/promql.ts";
import { queryText } from "../../components/core/promql-text.ts";
import { binary } from "../support/binaries.ts";
import { localUrl, type Running, running, stopped } from "../support/collector-process.ts";
import { spansOfEveryMetric } from "../support/every-metric.ts";
import { eventuallyAsked } from "../support/eventually.ts";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { freePort, LOOPBACK } from "../support/ports.ts";
import { type Answer, lastValues } from "../support/promql-answers.ts";
import { type Prometheus, startPrometheus } from "../support/prometheus.ts";
import { inference, span, traces } from "../support/traffic.ts";

const WINDOW_SECONDS = 300;
const BURST = 40;
/** Longer than a flush: the counter is sent again only when it moves. */
const REST_MS = 4_000;
/** Every metric is touched once, some by calls; then there are calls only. */
const CALLS = spansOfEveryMetric().filter(({ attributes = [] }) =>
  attributes.some(({ key }) => key === "gen_ai.operation.name"),
).length;

const GROWTH: Readonly<Record<string, Query>> = Object.fromEntries(
  Object.entries(METRICS).flatMap(([key, metric]) =>
    metric.kind === "counter"
      ? [[key, sumBy([], increase(metric, WINDOW_SECONDS))]]
      : metric.kind === "histogram"
        ? [[key, sumBy([], observations(metric, WINDOW_SECONDS))]]
        : [],
  ),
);

describe("one collector's counts, in VictoriaMetrics and in Prometheus", () => {
  const folder = mkdtempSync(join(tmpdir(), "agentobs-growth-"));
  let victoria: Running;
  let victoriaUrl: string;
  let prometheus: Prometheus;
  let collector: ExportingCollector;

  const inVictoria = async (query: Query): Promise<number | undefined> => {
    await fetch(`${victoriaUrl}/internal/force_flush`);
    const text = queryText(query, { dialect: "victoriametrics" });
    const parameters = new URLSearchParams({ query: text });
    const answer = await fetch(`${victoriaUrl}/api/v1/query?${parameters.toString()}`);
    return lastValues((await answer.json()) as Answer)[0];
  };
  const inPrometheus = (query: Query, dialect: "prometheus" | "neutral" = "prometheus") =>
    prometheus.sum(queryText(query, { dialect }));

  beforeAll(async () => {
    const port = await freePort();
    victoriaUrl = localUrl(port, "");
    victoria = await running(
      binary("victoriametrics"),
      [
        `-httpListenAddr=${LOOPBACK}:${port}`,
        `-storageDataPath=${folder}`,
        "-search.latencyOffset=0s",
        "-opentelemetry.usePrometheusNaming",
        "-opentelemetry.promoteAllResourceAttributes=false",
        "-opentelemetry.promoteScopeMetadata=false",
      ],
      {},
      `${victoriaUrl}/health`,
    );
    prometheus = await startPrometheus();
    collector = await startExporting(
      [
        { type: "victoriametrics", endpoint: victoriaUrl },
        {
          type: "grafana-cloud",
          endpoint: prometheus.otlpUrl,
          instanceId: "1",
          tokenSecret: "token",
        },
      ],
      { token: "glc_abc" },
    );
    const call = () => span({ attributes: inference() });
    const calls = (count: number) => traces(Array.from({ length: count }, call));
    expect(await collector.send("traces", traces(spansOfEveryMetric()))).toBe(200);
    expect(await collector.send("traces", calls(BURST))).toBe(200);
    await sleep(REST_MS);
    expect(await collector.send("traces", calls(1))).toBe(200);
  });
  afterAll(async () => {
    await collector.stop();
    await prometheus.stop();
    await stopped(victoria);
    rmSync(folder, { recursive: true, force: true });
  });

  test("calls are counted to the last one in both, where `increase()` misses the first burst", async () => {
    const query = GROWTH["llmDuration"];
    if (!query) throw new Error("no such metric");
    const all = CALLS + BURST + 1;
    const found = await eventuallyAsked(
      async () => [await inVictoria(query), await inPrometheus(query)],
      (both) => both.every((count) => count === all),
    );
    expect(found).toEqual([all, all]);
    const plain = await inPrometheus(query, "neutral");
    expect(plain ?? 0).toBeLessThan(all / 2);
  });

  test.for(Object.keys(GROWTH))("%s grew by the same in both", async (key) => {
    const query = GROWTH[key];
    if (!query) throw new Error("no such metric");
    const [there, here] = await eventuallyAsked(
      async () => [await inVictoria(query), await inPrometheus(query)] as const,
      ([left, right]) => left !== undefined && Math.abs(left - (right ?? 0)) < 1e-6,
    );
    expect(there).toBeGreaterThan(0);
    expect(here).toBeCloseTo(there ?? Number.NaN, 6);
  });
});
