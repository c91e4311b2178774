import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { destinationPlan } from "../../stacks/destinations.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { OTLP, SECRETS } from "../support/contracts.ts";
import { eventuallyAsked } from "../support/eventually.ts";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { latest, total } from "../support/metrics.ts";
import { type LabelSet, type Prometheus, startPrometheus } from "../support/prometheus.ts";
import { startStrict, type StrictServer } from "../support/strict-http.ts";
import { startTiers } from "../support/tiers.ts";
import { inference, span, traces } from "../support/traffic.ts";

const CALLS = 30;
const OWN = '{__name__=~"otelcol_.+"}';
const UPTIME = SELF_METRICS.collectorUptime.prometheus;

describe("a collector that nobody scrapes", () => {
  let collector: ExportingCollector;
  let store: Prometheus;
  let written: Prometheus;
  let strict: StrictServer;
  let own: readonly LabelSet[];

  beforeAll(async () => {
    store = await startPrometheus();
    written = await startPrometheus();
    strict = await startStrict(OTLP);
    collector = await startExporting(
      [
        {
          type: "grafana-cloud",
          endpoint: store.otlpUrl,
          instanceId: "123456",
          tokenSecret: "token",
        },
        { type: "prometheus", endpoint: `${written.url}/api/v1/write` },
        { type: "otlp", endpoint: strict.url, headerSecrets: { "x-api-key": "otlp-key" } },
      ],
      { token: "glc_abc", ...SECRETS },
      { ownMetrics: { everySeconds: 1 } },
    );
    const call = () => span({ attributes: inference() });
    expect(await collector.send("traces", traces(Array.from({ length: CALLS }, call)))).toBe(200);
    await eventuallyAsked(
      () => store.series(SELF_METRICS.spansAccepted.prometheus),
      (series) => series.length > 0,
    );
    own = await store.series(OWN);
  });
  afterAll(async () => {
    await collector.stop();
    await store.stop();
    await written.stop();
    await strict.stop();
  });

  test("tells the store itself, under the names that a scrape gives", async () => {
    const accepted = SELF_METRICS.spansAccepted.prometheus;
    expect(await store.sum(accepted)).toBe(CALLS);
    const scraped = await collector.own(accepted, "");
    expect(scraped).toBe(CALLS);
  });

  test("sends what panels and rules read, and nothing else", () => {
    const names = new Set(
      own.map(({ __name__: name = "" }) => name.replace(/_(bucket|sum|count)$/, "")),
    );
    const known = Object.values(SELF_METRICS).filter(({ from }) => from === "collector");
    expect(
      [...names].filter((name) => !known.some(({ prometheus }) => prometheus === name)),
    ).toEqual([]);
    for (const always of [
      UPTIME,
      SELF_METRICS.queueSize.prometheus,
      SELF_METRICS.collectorCpu.prometheus,
    ])
      expect([...names]).toContain(always);
  });

  test("has the labels of a scrape, with its own name as the instance, and those of the stack", () => {
    for (const { job, instance, deployment_environment_name: environment } of own)
      expect({ job, instance, environment }).toEqual({
        job: "collector",
        instance: "gateway-0",
        environment: "test",
      });
    const { prometheus, labels } = SELF_METRICS.queueSize;
    const queue = own.find(({ __name__: name }) => name === prometheus);
    expect(Object.keys(queue ?? {}).sort()).toEqual(
      ["__name__", "deployment_environment_name", ...labels].sort(),
    );
  });

  test("reaches a store by remote write under the same names", async () => {
    const names = (series: readonly LabelSet[]) =>
      [...new Set(series.map(({ __name__: name }) => name))].sort();
    const all = names(await store.series(OWN));
    const there = await eventuallyAsked(
      async () => names(await written.series(OWN)),
      (found) => found.length >= all.length,
    );
    expect(there).toEqual(expect.arrayContaining(names(own)));
  });

  test("is what a strict receiver takes: cumulative, by its own name, nothing refused", async () => {
    const reports = await eventuallyAsked(
      () => Promise.resolve(latest(strict.metrics())),
      (series) => total(series, UPTIME) > 0,
    );
    expect(total(reports, UPTIME, { job: "collector", instance: "gateway-0" })).toBeGreaterThan(0);
    expect(strict.seen.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  });

  test("counts none of it for an agent", async () => {
    const agents = await store.series('{__name__=~"agent_.+"}');
    expect(agents.filter(({ service_name: service }) => service !== "shop")).toEqual([]);
    expect(await store.series("target_info")).toEqual([]);
  });

  test("stops as fast as ever, though its last report finds nobody", async () => {
    const before = Date.now();
    await collector.end("SIGTERM");
    expect(Date.now() - before).toBeLessThan(8_000);
  });
});

test("both tiers of a stack report, each replica as itself", async () => {
  const store = await startPrometheus();
  const tiers = await startTiers({
    gateways: 2,
    samplers: 2,
    change: {
      ownMetrics: { everySeconds: 1 },
      destinations: [
        destinationPlan({ type: "jaeger" }),
        destinationPlan({ type: "victoriametrics" }),
        destinationPlan({ type: "otlp", endpoint: store.otlpUrl, signals: ["metrics"] }),
      ],
    },
  });
  try {
    const instances = await eventuallyAsked(
      async () =>
        (await store.series(UPTIME)).map(({ job, instance }) => `${job} ${instance}`).sort(),
      (all) => all.length >= 4,
    );
    expect(instances).toEqual([
      "collector gateway-0",
      "collector gateway-1",
      "sampler sampler-0",
      "sampler sampler-1",
    ]);
  } finally {
    await tiers.stop();
    await store.stop();
  }
});
