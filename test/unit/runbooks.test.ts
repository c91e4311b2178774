import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALERTS, runbookFile } from "../../alerts/rule.ts";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";
import { metricNamesIn, queriesOf, RUNBOOKS, SERIES } from "../support/promql.ts";

test("every alert has a runbook, and every runbook an alert", () => {
  expect(readdirSync(RUNBOOKS).sort()).toEqual(ALERTS.map(runbookFile).sort());
});

/** As runbooks name them: the title, the address and each row. */
const PLACES = Object.values(
  grafanaDashboards({ dialect: "victoriametrics", stores: {}, alerts: DEFAULT_ALERTS, traces: {} }),
).flatMap((text) => {
  const { uid, title, panels } = JSON.parse(text) as GrafanaDashboard;
  return panels
    .filter(({ type }) => type === "row")
    .map((row) => `Dashboard: [${title}](/d/${uid}), row *${row.title}*.`);
});

interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly { readonly type: string; readonly title: string }[];
}

describe.each(ALERTS)("runbook of %s", (alert) => {
  const text = readFileSync(join(RUNBOOKS, runbookFile(alert)), "utf8");

  test("says what it means, where to look, why it happens, how to mend it and how to tune it", () => {
    expect(text.startsWith(`# ${alert}\n`)).toBe(true);
    const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(sections).toEqual(["What it means", "Look here first", "Likely causes", "Fix", "Tune"]);
  });

  test("leads to a row of a dashboard and to the traces, in Jaeger and in Tempo", () => {
    const places = text.split("\n").filter((line) => line.startsWith("Dashboard: "));
    expect(places).toHaveLength(1);
    for (const place of places) expect(PLACES).toContain(place);
    expect(text).toMatch(/^Traces: Jaeger `\/search\?service=[^`]+`, Tempo `\{ [^`]+ \}`\.$/m);
  });

  test("its queries name metrics of the tables", () => {
    const names = queriesOf(text).flatMap(metricNamesIn);
    expect(names).not.toEqual([]);
    for (const name of names) expect(SERIES).toContain(name);
  });
});
