import { describe, expect, test } from "vitest";
import { ALERTS, type AlertName } from "../../alerts/rule.ts";
import { VERIFY_AGENT } from "../../components/core/names.ts";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import { dashboards } from "../../dashboards/list.ts";
import { DASHBOARD_NAMES, ROW_TITLES } from "../../dashboards/panel.ts";
import { summaries } from "../../dashboards/summary.ts";
import { tracedLabels } from "../../dashboards/traces.ts";
import { vmuiDashboards } from "../../dashboards/vmui.ts";
import { DASHBOARDS, type GrafanaModel, type VmuiModel } from "../support/dashboards-plan.ts";
import { metricNamesIn, SERIES } from "../support/promql.ts";

const grafana = grafanaDashboards(DASHBOARDS);
const vmui = vmuiDashboards(DASHBOARDS);
const model = (file: string) => JSON.parse(grafana[file] ?? "") as GrafanaModel;
const every = dashboards(DASHBOARDS);
const panelsOf = ({ rows }: (typeof every)[number]) => rows.flatMap(({ panels }) => panels);

describe("the dashboards", () => {
  test("are the seven, Overview first", () => {
    expect(every.map(({ name }) => name)).toEqual(DASHBOARD_NAMES);
    expect(Object.keys(grafana)).toEqual(DASHBOARD_NAMES.map((name) => `${name}.json`));
    expect(Object.keys(vmui)).toEqual(
      DASHBOARD_NAMES.map((name, index) => `${index + 1}-${name}.json`),
    );
  });

  test("the agents' alerts each stand beside a panel that shows what they watch", () => {
    const watched = new Set(every.flatMap(panelsOf).flatMap(({ alert }) => alert ?? []));
    const five: readonly AlertName[] = [
      "AgentLoopIterationsHigh",
      "AgentToolFailureSpike",
      "AgentTokenBudgetExceeded",
      "AgentLatencyP99High",
      "AgentTracesMissing",
    ];
    for (const name of five) expect(watched).toContain(name);
    for (const name of watched) expect(ALERTS).toContain(name);
  });

  test("the same panel reads the same on every page that has it", () => {
    const byTitle = new Map<string, string>();
    for (const panel of every.flatMap(panelsOf)) {
      const queries = panel.queries.map(({ legend }) => legend);
      const text = JSON.stringify({ ...panel, queries, details: undefined });
      expect(byTitle.get(panel.title) ?? text).toBe(text);
      byTitle.set(panel.title, text);
    }
  });
});

describe.each(every)("dashboard $name", (dashboard) => {
  const { name, rows } = dashboard;
  const panels = panelsOf(dashboard);
  const { panels: drawn } = model(`${name}.json`);

  test("rows go from the answer to the traces", () => {
    const order = rows.map(({ title }) => ROW_TITLES.indexOf(title));
    expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
    expect(rows.at(0)?.title).toBe("At a glance");
    expect(rows.at(-1)?.title).toBe("Traces");
    for (const { panels: own } of rows) expect(own).not.toEqual([]);
  });

  test("the last row leads to traces, found by service", () => {
    for (const panel of rows.at(-1)?.panels ?? []) {
      expect(tracedLabels(panel)).toContain("service_name");
      expect(tracedLabels(panel).length).toBeGreaterThan(1);
    }
  });

  test.each(panels.filter((panel) => "traces" in panel))(
    "$title: Jaeger can search for its traces, because it names the service",
    (panel) => {
      expect(tracedLabels(panel)).toContain("service_name");
    },
  );

  test.each(panels.filter(({ kind }) => kind === "table"))(
    "$title: each column has a heading of its own, a unit and limits",
    (panel) => {
      if (panel.kind !== "table") return;
      const headings = panel.queries.map(({ legend }) => legend);
      expect([...headings].sort()).toEqual(Object.keys(panel.columns).sort());
      expect(new Set(headings).size).toBe(headings.length);
    },
  );

  test("titles are unique", () => {
    const titles = panels.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test.each(panels)("$title: asks a question, and says what an empty picture means", (panel) => {
    expect(panel.description).toMatch(/\?/);
    expect(panel.noValue).not.toBe("");
  });

  test("every metric of every query is in the metrics tables", () => {
    const queries = drawn.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(queries.length).toBeGreaterThanOrEqual(panels.length);
    for (const query of queries) {
      expect(metricNamesIn(query), query).not.toEqual([]);
      for (const metric of metricNamesIn(query)) expect(SERIES, query).toContain(metric);
    }
  });

  test("every series of an agent leaves out the agent of make verify", () => {
    for (const { expr } of drawn.flatMap(({ targets = [] }) => targets))
      for (const [selector] of expr.matchAll(/\bagent_\w+\{[^}]*\}/g))
        if (!selector.startsWith("agent_values_bounded_total"))
          expect(selector).toContain(`gen_ai_agent_name!="${VERIFY_AGENT}"`);
  });

  test("every alert that a panel names leads to its runbook", () => {
    const alerts = panels.flatMap(({ alert }) => alert ?? []);
    expect(ALERTS).toEqual(expect.arrayContaining(alerts));
    for (const alert of alerts)
      expect(grafana[`${name}.json`]).toContain(`https://runbooks.example.com/${alert}.md`);
  });

  test("every panel has an id of its own, as links to a panel need", () => {
    const ids = drawn.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("no panel leads to the page that it is on", () => {
    for (const { details } of panels) expect(details).not.toBe(name);
  });

  test("its summary names every panel, each query and from where on it worries", () => {
    const summary = summaries(DASHBOARDS)[`${name}.md`] ?? "";
    for (const { title, queries } of panels) {
      expect(summary).toContain(`### ${title}\n`);
      for (const { legend } of queries) expect(summary).toContain(`# ${legend}\n`);
    }
    expect(summary).not.toContain("$");
    expect(summary.endsWith("\n")).toBe(true);
  });
});

describe("vmui", () => {
  const panels = Object.values(vmui).flatMap((text) =>
    (JSON.parse(text) as VmuiModel).rows.flatMap((row) => row.panels),
  );

  test("no variable is left, since vmui knows none", () => {
    for (const { expr } of panels) expect(expr.join()).not.toContain("$");
  });

  test("every query has a name for its lines, and every number a unit", () => {
    for (const { expr, alias, unit } of panels) {
      expect(alias).toHaveLength(expr.length);
      expect(unit).not.toBe("");
      for (const name of alias) expect(name).not.toBe("");
    }
  });

  test("a panel of agents leads to Jaeger", () => {
    const runs = panels.find(({ title }) => title === "Runs per minute by agent");
    expect(runs?.description).toContain("Traces: [Jaeger](http://127.0.0.1:16686/search)");
  });

  test("a panel that an alert watches tells its runbook", () => {
    const latency = panels.find(({ title }) => title === "Run latency p99");
    expect(latency?.description).toContain(
      "[AgentLatencyP99High](https://runbooks.example.com/AgentLatencyP99High.md)",
    );
  });
});

test("the same plan gives the same bytes", () => {
  expect(grafanaDashboards(DASHBOARDS)).toEqual(grafana);
  expect(summaries(DASHBOARDS)).toEqual(summaries(DASHBOARDS));
  expect(vmuiDashboards(DASHBOARDS)).toEqual(vmui);
});
