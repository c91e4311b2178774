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

const UIDS = Object.values(
  grafanaDashboards({ dialect: "victoriametrics", alerts: DEFAULT_ALERTS, traces: {} }),
).map((text) => (JSON.parse(text) as { uid: string }).uid);

describe.each(ALERTS)("runbook of %s", (alert) => {
  const text = readFileSync(join(RUNBOOKS, runbookFile(alert)), "utf8");

  test("says what it means, where to look, why it happens, how to mend it and how to tune it", () => {
    expect(text.startsWith(`# ${alert}\n`)).toBe(true);
    const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(sections).toEqual(["What it means", "Look here first", "Likely causes", "Fix", "Tune"]);
  });

  test("leads to a dashboard that exists and to the traces, in Jaeger and in Tempo", () => {
    const links = [...text.matchAll(/\]\(\/d\/([a-z-]+)\)/g)].map(([, uid]) => uid);
    expect(links).not.toEqual([]);
    for (const uid of links) expect(UIDS).toContain(uid);
    expect(text).toMatch(/^Traces: Jaeger `\/search\?service=[^`]+`, Tempo `\{ [^`]+ \}`\.$/m);
  });

  test("its queries name metrics of the tables", () => {
    const names = queriesOf(text).flatMap(metricNamesIn);
    expect(names).not.toEqual([]);
    for (const name of names) expect(SERIES).toContain(name);
  });
});
