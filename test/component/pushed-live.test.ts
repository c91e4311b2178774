import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AlertsPlan } from "../../alerts/plan.ts";
import { vmalertRules } from "../../alerts/vmalert.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import { dashboards } from "../../dashboards/list.ts";
import type { DashboardsPlan } from "../../dashboards/plan.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";
import { DASHBOARDS, type GrafanaModel } from "../support/dashboards-plan.ts";
import { eventuallyAsked } from "../support/eventually.ts";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { freePort } from "../support/ports.ts";
import { type Answer, filledIn, lastValues } from "../support/promql-answers.ts";
import { type Prometheus, startPrometheus } from "../support/prometheus.ts";
import { startStrict, type StrictServer } from "../support/strict-http.ts";
import { inference, span, traces } from "../support/traffic.ts";

/** Windows that a test can wait for. */
const ALERTS: AlertsPlan = {
  ...DEFAULT_ALERTS,
  environment: "test",
  evaluateEverySeconds: 1,
  pushedEverySeconds: 1,
  pipeline: { windowSeconds: 8, forSeconds: 1, queuePercent: 80, downSeconds: 6 },
  cost: { ...DEFAULT_ALERTS.cost, evaluateEverySeconds: 1 },
  heartbeat: true,
};
const PLAN: DashboardsPlan = { ...DASHBOARDS, dialect: "prometheus", alerts: ALERTS };

/** A collector that nobody scrapes, a store that is only sent to, and of two trace stores one away. */
let store: Prometheus;
let collector: ExportingCollector;
let traceStore: StrictServer;
beforeAll(async () => {
  store = await startPrometheus({ rules: { "agentobs.yaml": vmalertRules(ALERTS, "prometheus") } });
  traceStore = await startStrict({
    takes: { "/v1/traces": { signal: "traces" } },
    encoding: "gzip",
  });
  const nobody = `http://127.0.0.1:${await freePort()}`;
  collector = await startExporting(
    [
      { type: "jaeger", endpoint: nobody },
      { type: "otlp", endpoint: store.otlpUrl, signals: ["metrics"] },
      { type: "otlp", name: "traces", endpoint: traceStore.url, signals: ["traces"] },
    ],
    {},
    { ownMetrics: { everySeconds: 1 } },
  );
  const calls = () => traces(Array.from({ length: 10 }, () => span({ attributes: inference() })));
  for (let round = 0; round < 3; round++) expect(await collector.send("traces", calls())).toBe(200);
  await eventuallyAsked(
    () => store.sum(SELF_METRICS.spansAccepted.prometheus),
    (accepted) => accepted === 30,
  );
});
afterAll(async () => {
  await collector.stop();
  await store.stop();
  await traceStore.stop();
});

const firing = async (): Promise<string[]> => {
  const { data } = (await store.get("/api/v1/alerts")) as {
    data: { alerts: { state: string; labels: Record<string, string> }[] };
  };
  return data.alerts
    .filter(({ state }) => state === "firing")
    .map(({ labels }) => labels["alertname"] ?? "");
};

const health = dashboards(PLAN).find(({ name }) => name === "health");
const quiet = new Set(
  (health?.rows ?? []).flatMap(({ panels }) =>
    panels.filter(({ emptyWhenHealthy }) => emptyWhenHealthy).map(({ title }) => title),
  ),
);
const { panels } = JSON.parse(grafanaDashboards(PLAN)["health.json"] ?? "") as GrafanaModel;
const drawn = panels.filter(({ type, title }) => type !== "row" && !quiet.has(title));

describe("the page about the kit's health", () => {
  test("draws what collectors report, and nothing that nobody does", () => {
    const titles = panels.map(({ title }) => title);
    expect(titles).toContain("Collectors that report");
    expect(titles).toContain("Fullest queue");
    expect(titles).not.toContain("Parts that answer");
    expect(titles).not.toContain("Disk");
  });

  for (const { title, targets = [] } of drawn)
    test(`has an answer for "${title}"`, async () => {
      // As finely as these few seconds are.
      const query = filledIn(targets[0]?.expr.replaceAll("$__interval", "1s") ?? "");
      const found = await eventuallyAsked(
        async () => lastValues((await store.get("/api/v1/query", { query })) as Answer),
        (values) => values.length > 0,
        15,
      );
      expect(found, query).not.toEqual([]);
      for (const value of found) expect(value, query).not.toBeNaN();
    });
});

describe("rules", () => {
  test("see a destination that takes nothing, and the heartbeat that all else is well", async () => {
    const names = await eventuallyAsked(firing, (all) => all.includes("DestinationFailing"));
    expect(names).toContain("DestinationFailing");
    expect(names).toContain("PipelineHeartbeat");
    expect(names).not.toContain("BackendDown");
    expect(names).not.toContain("PipelineSilent");
  });

  test("miss a collector that has stopped reporting, and notice that it does again", async () => {
    await collector.end("SIGKILL");
    const silent = (all: readonly string[]) =>
      all.includes("BackendDown") && all.includes("PipelineSilent");
    expect(await eventuallyAsked(firing, silent, 40)).toEqual(
      expect.arrayContaining(["BackendDown", "PipelineSilent"]),
    );
    expect(await firing()).not.toContain("PipelineHeartbeat");
    await collector.restart();
    expect(await eventuallyAsked(firing, (all) => !silent(all), 40)).not.toEqual(
      expect.arrayContaining(["BackendDown"]),
    );
  });
});
