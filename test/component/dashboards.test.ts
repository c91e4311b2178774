import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALERTS, runbookFile } from "../../alerts/rule.ts";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import { dashboards } from "../../dashboards/list.ts";
import { notInVmui, vmuiDashboards } from "../../dashboards/vmui.ts";
import { DASHBOARDS, type GrafanaModel, type VmuiModel } from "../support/dashboards-plan.ts";
import { queriesOf, RUNBOOKS } from "../support/promql.ts";
import { type Answer, filledIn, lastValues } from "../support/promql-answers.ts";
import { samplesOfEveryMetric } from "../support/samples.ts";
import { type Store, startStore } from "../support/victoria-metrics.ts";

// On the grid that VictoriaMetrics puts subqueries on, so that totals are exact.
const END_MS = Math.floor(Date.now() / 30_000) * 30_000;
const RANGE = {
  start: `${END_MS / 1000 - 600}`,
  end: `${END_MS / 1000}`,
  step: "30s",
};
const vmui = Object.values(vmuiDashboards(DASHBOARDS)).map((text) => JSON.parse(text) as VmuiModel);
const grafana = Object.values(grafanaDashboards(DASHBOARDS)).map(
  (text) => JSON.parse(text) as GrafanaModel,
);

let store: Store;
beforeAll(async () => {
  store = await startStore(vmuiDashboards(DASHBOARDS));
  await store.write(samplesOfEveryMetric(END_MS));
});
afterAll(() => store.stop());

/** Last value of each series that a query returns over the 10 minutes, or at their end. */
async function answers(query: string, instant = false): Promise<readonly number[]> {
  const answer = (await (instant
    ? store.get("/api/v1/query", { query, time: RANGE.end })
    : store.get("/api/v1/query_range", { query, ...RANGE }))) as Answer;
  return lastValues(answer);
}

describe("VictoriaMetrics' own pages", () => {
  test("serve the dashboards", async () => {
    const served = (await store.get("/vmui/custom-dashboards")) as {
      dashboardsSettings: readonly { title: string; rows: readonly { title: string }[] }[];
    };
    expect(served.dashboardsSettings.map(({ title }) => title)).toEqual(
      vmui.map(({ title }) => title),
    );
    expect(served.dashboardsSettings.map(({ rows }) => rows.map(({ title }) => title))).toEqual(
      vmui.map(({ rows }) => rows.map(({ title }) => title)),
    );
  });

  for (const { title, rows } of vmui)
    for (const panel of rows.flatMap(({ panels }) => panels))
      test(`${title}: every query of "${panel.title}" returns numbers`, async () => {
        for (const query of panel.expr) {
          const values = await answers(query);
          expect(values, query).not.toEqual([]);
          for (const value of values) expect(value, query).not.toBeNaN();
        }
      });

  test("lack only what lines can't show", () => {
    const kinds = dashboards(DASHBOARDS).flatMap((dashboard) => {
      const missing = notInVmui(dashboard);
      const panels = dashboard.rows.flatMap((row) => row.panels);
      return panels.filter(({ title }) => missing.includes(title)).map(({ kind }) => kind);
    });
    expect([...new Set(kinds)].sort()).toEqual(["heatmap", "table"]);
  });
});

describe("Grafana", () => {
  for (const { title: page, panels, templating, annotations } of grafana) {
    for (const { title, targets = [] } of panels.filter(({ type }) => type !== "row"))
      test(`${page}: every query of "${title}" returns numbers with all variables at All`, async () => {
        expect(targets).not.toEqual([]);
        for (const { expr, instant = false } of targets) {
          const values = await answers(filledIn(expr), instant);
          expect(values, expr).not.toEqual([]);
          for (const value of values) expect(value, expr).not.toBeNaN();
        }
      });

    for (const { name, definition } of templating.list.filter(({ type }) => type === "query"))
      test(`${page}: variable ${name} offers values, and never the agent of make verify`, async () => {
        const [, selector = "", label = ""] =
          /^label_values\((.*), (\w+)\)$/.exec(definition ?? "") ?? [];
        const answer = (await store.get(`/api/v1/label/${label}/values`, {
          "match[]": filledIn(selector),
          start: RANGE.start,
        })) as { data: readonly string[] };
        expect(answer.data).not.toEqual([]);
        expect(answer.data).not.toContain("agentobs.verify");
      });

    test(`${page}: alerts are marked on the charts`, async () => {
      for (const { expr = "" } of annotations.list) expect(await answers(expr)).toEqual([1]);
      expect(annotations.list).toHaveLength(1);
    });
  }
});

describe("runbooks", () => {
  for (const alert of ALERTS)
    test(`every query of ${alert} returns numbers`, async () => {
      for (const query of queriesOf(readFileSync(join(RUNBOOKS, runbookFile(alert)), "utf8")))
        expect(await answers(query, true), query).not.toEqual([]);
    });
});

describe("totals", () => {
  test("count each run once over both replicas of the collector, and none of make verify", async () => {
    const runs = grafana.flatMap(({ panels }) => panels).find(({ title }) => title === "Runs");
    // 40 steps of 3, in 2 replicas with 2 statuses each.
    expect(await answers(filledIn(runs?.targets?.[0]?.expr ?? ""), true)).toEqual([480]);
  });

  test("add input and output tokens only: the other types are parts of them", async () => {
    const tokens = grafana.flatMap(({ panels }) => panels).find(({ title }) => title === "Tokens");
    // 40 steps of 3, in 2 replicas, for 2 models and 2 of the 3 types.
    expect(await answers(filledIn(tokens?.targets?.[0]?.expr ?? ""), true)).toEqual([960]);
  });
});
