import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertRules } from "../../alerts/rules.ts";
import { vmalertRules } from "../../alerts/vmalert.ts";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import type { DashboardsPlan } from "../../dashboards/plan.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";
import { DASHBOARDS, type GrafanaModel } from "../support/dashboards-plan.ts";
import { eventuallyAsked } from "../support/eventually.ts";
import { type Answer, filledIn, lastValues } from "../support/promql-answers.ts";
import { type Prometheus, startPrometheus } from "../support/prometheus.ts";
import { samplesOfEveryMetric } from "../support/samples.ts";

/** Every rule that there is, all evaluated in a rhythm that a test can wait for. */
const RULES = {
  ...DEFAULT_ALERTS,
  evaluateEverySeconds: 2,
  cost: { ...DEFAULT_ALERTS.cost, evaluateEverySeconds: 2 },
  heartbeat: true,
  agents: [{ name: "planner", intermittent: false, own: { p99Seconds: 60 } }],
  expiries: [{ name: "ingest-certificate", atSeconds: 1_806_451_200 }],
  disk: { ...DEFAULT_ALERTS.disk, traceStoreGiB: 100 },
};
const PLAN: DashboardsPlan = { ...DASHBOARDS, dialect: "prometheus" };

const END_MS = Math.floor(Date.now() / 30_000) * 30_000;
const RANGE = { start: `${END_MS / 1000 - 600}`, end: `${END_MS / 1000}`, step: "30s" };

let store: Prometheus;
beforeAll(async () => {
  store = await startPrometheus({ rules: { "agentobs.yaml": vmalertRules(RULES, "prometheus") } });
  await store.write(samplesOfEveryMetric(END_MS));
});
afterAll(() => store.stop());

async function answers(query: string, instant = false): Promise<readonly number[]> {
  const answer = (await (instant
    ? store.get("/api/v1/query", { query, time: RANGE.end })
    : store.get("/api/v1/query_range", { query, ...RANGE }))) as Answer;
  return lastValues(answer);
}

describe("Prometheus answers", () => {
  for (const text of Object.values(grafanaDashboards(PLAN))) {
    const { title: page, panels, annotations } = JSON.parse(text) as GrafanaModel;
    for (const { title, targets = [] } of panels.filter(({ type }) => type !== "row"))
      test(`${page}: every query of "${title}"`, async () => {
        expect(targets).not.toEqual([]);
        for (const { expr, instant = false } of targets) {
          const values = await answers(filledIn(expr), instant);
          expect(values, expr).not.toEqual([]);
          for (const value of values) expect(value, expr).not.toBeNaN();
        }
      });

    test(`${page}: the query of its annotations`, async () => {
      for (const { expr = "" } of annotations.list) expect(await answers(expr)).not.toEqual([]);
    });
  }

  test.for([
    // 40 steps of 3, in 2 replicas with 2 statuses each.
    ["Runs", 480],
    // The same for 2 models and 2 of the 3 types, without statuses.
    ["Tokens", 960],
  ] as const)(
    "%s with exactly %i: nothing is extrapolated, no replica lost",
    async ([title, total]) => {
      const found = Object.values(grafanaDashboards(PLAN))
        .flatMap((text) => (JSON.parse(text) as GrafanaModel).panels)
        .find((panel) => panel.title === title);
      expect(await answers(filledIn(found?.targets?.[0]?.expr ?? ""), true)).toEqual([total]);
    },
  );
});

interface EvaluatedRule {
  readonly name: string;
  readonly type: "alerting" | "recording";
  readonly health: "ok" | "err" | "unknown";
  readonly lastError?: string;
}

test("Prometheus itself evaluates every rule without an error", async () => {
  const rules = await eventuallyAsked(
    async () => {
      const { data } = (await store.get("/api/v1/rules")) as {
        data: { groups: { rules: EvaluatedRule[] }[] };
      };
      return data.groups.flatMap((group) => group.rules);
    },
    (all) => all.every(({ health }) => health !== "unknown"),
  );
  expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
  const alerting = rules.filter(({ type }) => type === "alerting");
  expect(alerting.map(({ name }) => name).sort()).toEqual(
    alertRules(RULES)
      .map(({ name }) => name)
      .sort(),
  );
});
