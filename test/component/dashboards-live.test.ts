import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queryText } from "../../components/core/promql-text.ts";
import { runDemo } from "../../cli/demo/run-demo.ts";
import { endpointsOf } from "../../cli/endpoints.ts";
import { modelFacts } from "../../cli/traffic/model-facts.ts";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import { dashboards } from "../../dashboards/list.ts";
import { traceLinks, tracedLabels } from "../../dashboards/traces.ts";
import { vmuiDashboards } from "../../dashboards/vmui.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import type { GrafanaModel, VmuiModel } from "../support/dashboards-plan.ts";
import { type LiveStack, liveStack } from "../support/live-stack.ts";
import { type Answer, filledIn, lastValues } from "../support/promql-answers.ts";
import { keepWorking, provokeTheRest } from "../support/provoke-panels.ts";

/** Rules that fire at once, waits of seconds, and room for few series: what a test can wait for. */
const SETTINGS = {
  sampling: { decisionWaitSeconds: 2 },
  traffic: { runsPerMinute: 60, spansPerRun: 20, bytesPerSpan: 1500, longestRunSeconds: 1 },
  alerts: {
    evaluateEverySeconds: 2,
    toolFailure: { forSeconds: 1 },
    latency: { forSeconds: 1 },
    missing: { silentSeconds: 60 },
  },
  // A tool that is on no list, and a model that is in no table.
  agents: [{ name: "support", tools: ["lookup_order"], intermittent: true }],
};
const MAX_SERIES_PER_METRIC = 60;
const QUEUE_SPANS = 5_000;
/** Ports apart, the running stack's own. */
const PLAN = planFor(
  parseSettings({ preset: "local", ...SETTINGS }, "Pulumi.test.yaml"),
).dashboards;

interface Asked {
  readonly page: string;
  readonly panel: string;
  readonly queries: readonly { readonly text: string; readonly instant: boolean }[];
  readonly emptyWhenHealthy: boolean;
}

let stack: LiveStack;
let stopWorking: () => void;
const metricsUrl = () => stack.plan.dashboards.stores.victoriametrics ?? "";

beforeAll(async () => {
  stack = await liveStack(SETTINGS, (plan) => ({
    ...plan,
    collector: {
      ...plan.collector,
      derive: { ...plan.collector.derive, maxSeriesPerMetric: MAX_SERIES_PER_METRIC },
      queue: { spans: QUEUE_SPANS, dataPoints: QUEUE_SPANS },
    },
  }));
  await runDemo({
    endpoints: endpointsOf(stack.plan),
    environment: {},
    models: modelFacts,
    seed: 1,
    runsPerMinute: 60,
    durationSeconds: 56,
    burst: true,
  });
  stopWorking = keepWorking(stack);
}, 120_000);
afterAll(async () => {
  stopWorking();
  await stack.close();
});

const everyPanel = dashboards(PLAN).flatMap(({ rows }) => rows.flatMap((row) => row.panels));
const mayBeEmpty = new Set(
  everyPanel.filter((panel) => panel.emptyWhenHealthy).map(({ title }) => title),
);

/** Every panel of both renderers. */
const asked: readonly Asked[] = [
  ...Object.values(grafanaDashboards(PLAN)).flatMap((text) => {
    const { title, panels } = JSON.parse(text) as GrafanaModel;
    return panels
      .filter(({ type }) => type !== "row")
      .map(({ title: panel, targets = [] }) => ({
        page: `Grafana, ${title}`,
        panel,
        queries: targets.map(({ expr, instant = false }) => ({ text: filledIn(expr), instant })),
        emptyWhenHealthy: mayBeEmpty.has(panel),
      }));
  }),
  ...Object.values(vmuiDashboards(PLAN)).flatMap((text) => {
    const { title, rows } = JSON.parse(text) as VmuiModel;
    return rows
      .flatMap(({ panels }) => panels)
      .map(({ title: panel, expr }) => ({
        page: `vmui, ${title}`,
        panel,
        queries: expr.map((query) => ({ text: query, instant: false })),
        emptyWhenHealthy: mayBeEmpty.has(panel),
      }));
  }),
];

async function ask(query: string, instant: boolean): Promise<Answer> {
  const end = Math.floor(Date.now() / 1000);
  const [path, when] = instant
    ? ["query", { time: `${end}` }]
    : ["query_range", { start: `${end - 600}`, end: `${end}`, step: "5s" }];
  const parameters = new URLSearchParams({ query, ...when, nocache: "1" });
  const response = await fetch(`${metricsUrl()}/api/v1/${path}?${parameters.toString()}`);
  expect(response.status, query).toBe(200);
  return (await response.json()) as Answer;
}

/** The answer to a query, once there is one: parts are scraped every 15 seconds. */
async function eventually(query: string, instant: boolean): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask(query, instant);
    if (answer.data.result.length > 0 || tries === 40) return answer;
    await sleep(1_000);
  }
}

async function expectNumbers({ queries }: Asked): Promise<void> {
  expect(queries).not.toEqual([]);
  for (const { text, instant } of queries) {
    const values = lastValues(await eventually(text, instant));
    expect(values, text).not.toEqual([]);
    for (const value of values) expect(value, text).not.toBeNaN();
  }
}

describe("after a demo through the real collector", () => {
  for (const panel of asked.filter(({ emptyWhenHealthy }) => !emptyWhenHealthy))
    test(`${panel.page}: "${panel.panel}" shows numbers`, () => expectNumbers(panel));
});

describe("the traces behind a number", () => {
  const windows = { step: "2m", range: "10m", resolution: "5s" };
  for (const { title, rows } of dashboards(PLAN))
    for (const panel of rows.flatMap(({ panels }) => panels)) {
      const labels = tracedLabels(panel);
      if (labels.length === 0) continue;
      test(`${title}: "${panel.title}" leads to traces that Jaeger finds`, async () => {
        const [{ query }] = panel.queries;
        const text = queryText(query, { dialect: PLAN.dialect, windows });
        const [series] = (await eventually(text, true)).data.result;
        const now = Date.now();
        const [link] = traceLinks(stack.plan.dashboards.traces, {
          labels: Object.fromEntries(labels.map((label) => [label, series?.metric[label] ?? ""])),
          from: `${now - 600_000}`,
          to: `${now}`,
        });
        // The page asks the API with the same parameters.
        const response = await fetch((link?.url ?? "").replace("/search?", "/api/traces?"));
        const { data } = (await response.json()) as { data: readonly unknown[] };
        expect(data.length, link?.url).toBeGreaterThan(0);
      });
    }
});

describe("once provoked", () => {
  beforeAll(async () => {
    await runDemo({
      endpoints: endpointsOf(stack.plan),
      environment: {},
      models: modelFacts,
      seed: 2,
      runsPerMinute: 60,
      durationSeconds: 1,
      burst: true,
      alerts: stack.plan.alerts,
    });
    await provokeTheRest(stack);
  }, 120_000);

  for (const panel of asked.filter(({ emptyWhenHealthy }) => emptyWhenHealthy))
    test(`${panel.page}: "${panel.panel}", empty when healthy, shows numbers`, () =>
      expectNumbers(panel));
});
