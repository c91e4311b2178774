import { describe, expect, test } from "vitest";
import { ALERTS } from "../../alerts/rule.ts";
import { VERIFY_AGENT } from "../../components/core/names.ts";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import { thresholdSteps } from "../../dashboards/grafana-field.ts";
import { dashboards } from "../../dashboards/list.ts";
import { vmuiDashboards } from "../../dashboards/vmui.ts";
import { DASHBOARDS, type GrafanaModel, type VmuiModel } from "../support/dashboards-plan.ts";
import { metricNamesIn, SERIES } from "../support/promql.ts";

const grafana = grafanaDashboards(DASHBOARDS);
const vmui = vmuiDashboards(DASHBOARDS);
const model = (file: string) => JSON.parse(grafana[file] ?? "") as GrafanaModel;

describe.each(dashboards(DASHBOARDS))("dashboard $name", ({ name, rows }) => {
  const panels = rows.flatMap((row) => row.panels);
  const { panels: drawn } = model(`${name}.json`);

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
    expect(alerts).not.toEqual([]);
    expect(ALERTS).toEqual(expect.arrayContaining(alerts));
    for (const alert of alerts)
      expect(grafana[`${name}.json`]).toContain(`https://runbooks.example.com/${alert}.md`);
  });
});

describe("Grafana", () => {
  const text = grafana["overview.json"] ?? "";

  test("no data source is fixed: the page chooses it", () => {
    const uids = [...text.matchAll(/"uid": "([^"]*)"/g)].map(([, uid]) => uid);
    expect(new Set(uids)).toEqual(new Set(["$" + "{datasource}", "agentobs-overview"]));
  });

  test("the page filters by environment, service, agent, model and tool", () => {
    const names = model("overview.json").templating.list.map(({ name }) => name);
    expect(names).toEqual(["datasource", "environment", "service", "agent", "model", "tool"]);
  });

  test("a variable filters each series that has its label", () => {
    const { panels } = model("overview.json");
    const queryOf = (title: string) =>
      panels.find((panel) => panel.title === title)?.targets?.[0]?.expr ?? "";
    expect(queryOf("Cost")).toContain('gen_ai_request_model=~"$model"');
    expect(queryOf("Cost")).toContain('deployment_environment_name=~"$environment"');
    expect(queryOf("Tool success by tool")).toContain('gen_ai_tool_name=~"$tool"');
    expect(queryOf("Runs")).not.toContain("$model");
  });

  test("a line of an agent leads to its traces in Jaeger, at the time that one looks at", () => {
    expect(text).toContain(
      "http://127.0.0.1:16686/search?service=$" +
        "{__field.labels.service_name}&tags=%7B%22gen_ai.agent.name%22%3A%22$" +
        "{__field.labels.gen_ai_agent_name}%22%7D&lookback=custom&start=$" +
        "{__from}000&end=$" +
        "{__to}000",
    );
  });

  test("without Jaeger there is no link to it", () => {
    const without = grafanaDashboards({ ...DASHBOARDS, jaegerUrl: undefined });
    expect(without["overview.json"]).not.toContain("/search");
  });

  test("thresholds are those of the alerts", () => {
    const alerts = {
      ...DASHBOARDS.alerts,
      latency: { ...DASHBOARDS.alerts.latency, p99Seconds: 77 },
    };
    const changed = grafanaDashboards({ ...DASHBOARDS, alerts })["overview.json"] ?? "";
    expect(changed).toContain('"value": 77');
    expect(text).not.toContain('"value": 77');
  });

  test("numbers and bars have limits, or say that they are neither good nor bad", () => {
    expect(thresholdSteps("none")).toEqual([{ value: null, color: "text" }]);
    expect(
      thresholdSteps({ bad: "above", warning: 1, critical: 5 }).map(({ color }) => color),
    ).toEqual(["green", "orange", "red"]);
    expect(thresholdSteps({ bad: "below", warning: 95, critical: 90 })).toEqual([
      { value: null, color: "red" },
      { value: 90, color: "orange" },
      { value: 95, color: "green" },
    ]);
    expect(thresholdSteps({ bad: "below", critical: 90 })).toEqual([
      { value: null, color: "red" },
      { value: 90, color: "green" },
    ]);
  });

  test("every panel has an id of its own, as links to a panel need", () => {
    const ids = model("overview.json").panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("vmui", () => {
  const { rows } = JSON.parse(vmui["overview.json"] ?? "") as VmuiModel;
  const panels = rows.flatMap((row) => row.panels);

  test("no variable is left, since vmui knows none", () => {
    for (const { expr } of panels) expect(expr.join()).not.toContain("$");
  });

  test("every query has a name for its lines, and every number a unit", () => {
    for (const { expr, alias, unit } of panels) {
      expect(alias).toHaveLength(expr.length);
      expect(unit).not.toBe("");
    }
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
  expect(vmuiDashboards(DASHBOARDS)).toEqual(vmui);
});
