import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import { thresholdSteps } from "../../dashboards/grafana-field.ts";
import { grafanaProvisioning } from "../../dashboards/grafana-provisioning.ts";
import { DASHBOARD_NAMES } from "../../dashboards/panel.ts";
import { DASHBOARDS, type GrafanaModel } from "../support/dashboards-plan.ts";

const grafana = grafanaDashboards(DASHBOARDS);
const model = (file: string) => JSON.parse(grafana[file] ?? "") as GrafanaModel;

describe("Grafana", () => {
  const text = grafana["overview.json"] ?? "";

  test("no data source is fixed: the page chooses it", () => {
    for (const name of DASHBOARD_NAMES) {
      const uids = (grafana[`${name}.json`] ?? "").matchAll(/"uid": "([^"]*)"/g);
      expect(new Set([...uids].map(([, uid]) => uid))).toEqual(
        new Set(["$" + "{prometheus_datasource}", `agentobs-${name}`]),
      );
    }
  });

  test("the page filters by environment, service, agent, model and tool", () => {
    const names = model("overview.json").templating.list.map(({ name }) => name);
    expect(names).toEqual([
      "prometheus_datasource",
      "environment",
      "service",
      "agent",
      "model",
      "tool",
    ]);
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

  test("a number leads to the page that tells more, at the same time and with the same filters", () => {
    expect(text).toContain("/d/agentobs-tools?$" + "{__url_time_range}&$" + "{__all_variables}");
  });

  test("a row of a table leads to its traces by the values in it", () => {
    expect(grafana["tools.json"]).toContain(
      "search?service=$" +
        "{__data.fields.Service}&tags=%7B%22gen_ai.tool.name%22%3A%22$" +
        "{__data.fields.Tool}%22%2C%22error%22%3A%22true%22%7D",
    );
  });

  test("a firing alert leads to its runbook, whatever its name", () => {
    expect(text).toContain("https://runbooks.example.com/$" + "{__data.fields.Alert}.md");
  });

  test("without a trace store there is no link to one", () => {
    const without = grafanaDashboards({ ...DASHBOARDS, traces: {} });
    for (const page of Object.values(without)) {
      expect(page).not.toContain("/search");
      expect(page).not.toContain("/explore");
      expect(page).not.toContain("Langfuse");
    }
  });

  test("with Tempo the page chooses which, and links are TraceQL searches", () => {
    const withTempo = grafanaDashboards({ ...DASHBOARDS, traces: { inGrafana: ["tempo"] } });
    const page = withTempo["agent-runs.json"] ?? "";
    expect(page).toContain('"query": "tempo"');
    const [, panes = ""] = /"url": "\/explore\?schemaVersion=1&panes=([^"]*)"/.exec(page) ?? [];
    expect(JSON.parse(decodeURIComponent(panes))).toEqual({
      traces: {
        datasource: "$" + "{tempo_datasource}",
        queries: [
          {
            refId: "A",
            datasource: { type: "tempo", uid: "$" + "{tempo_datasource}" },
            queryType: "traceql",
            query:
              '{ resource.service.name = "$' +
              '{__field.labels.service_name}" && span.gen_ai.agent.name = "$' +
              '{__field.labels.gen_ai_agent_name}" }',
            limit: 50,
          },
        ],
        range: { from: "$" + "{__from}", to: "$" + "{__to}" },
      },
    });
  });

  test("with Jaeger behind Grafana, links are searches in Explore and need no page of Jaeger's", () => {
    const behind = grafanaDashboards({ ...DASHBOARDS, traces: { inGrafana: ["jaeger"] } });
    const page = behind["agent-runs.json"] ?? "";
    expect(page).toContain('"query": "jaeger"');
    const links = [...page.matchAll(/"url": "\/explore\?schemaVersion=1&panes=([^"]*)"/g)];
    const [all, failed] = links.map(([, panes = ""]): unknown =>
      JSON.parse(decodeURIComponent(panes)),
    );
    const agent = '="$' + '{__field.labels.gen_ai_agent_name}"';
    const query = {
      refId: "A",
      datasource: { type: "jaeger", uid: "$" + "{jaeger_datasource}" },
      queryType: "search",
      service: "$" + "{__field.labels.service_name}",
      tags: `gen_ai.agent.name${agent}`,
      limit: 50,
    };
    expect(all).toMatchObject({ traces: { queries: [query] } });
    const tags = `gen_ai.agent.name${agent} error=true`;
    expect(failed).toMatchObject({ traces: { queries: [{ ...query, tags }] } });
    expect(page).not.toContain("/search?");
  });

  test("with Langfuse a line leads to its project's traces", () => {
    const langfuseUrl = "https://cloud.langfuse.com/project/p1";
    const withLangfuse = grafanaDashboards({ ...DASHBOARDS, traces: { langfuseUrl } });
    expect(withLangfuse["overview.json"]).toContain(
      `${langfuseUrl}/traces?search=$` + "{__field.labels.gen_ai_agent_name}",
    );
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
});

describe("provisioning", () => {
  const files = grafanaProvisioning(DASHBOARDS.stores);
  const sources = (stores: typeof DASHBOARDS.stores) =>
    parse(grafanaProvisioning(stores)["datasources/agentobs.yaml"] ?? "") as unknown;

  test("makes the stores data sources, and removes those that are gone", () => {
    const source = (uid: string, name: string, type: string, port: number) => ({
      ...{ name, uid, type, access: "proxy", url: `http://127.0.0.1:${port}`, editable: false },
    });
    expect(sources(DASHBOARDS.stores)).toEqual({
      apiVersion: 1,
      prune: true,
      datasources: [
        {
          ...source("agentobs-metrics", "Agent metrics", "prometheus", 8428),
          jsonData: { httpMethod: "POST", alertmanagerUid: "agentobs-alertmanager" },
        },
        source("agentobs-jaeger", "Agent traces (Jaeger)", "jaeger", 16686),
        {
          ...source("agentobs-alertmanager", "Agent alerts", "alertmanager", 9093),
          jsonData: { implementation: "prometheus", handleGrafanaManagedAlerts: false },
        },
      ],
    });
  });

  test("names no store that the stack doesn't run", () => {
    expect(sources({})).toEqual({ apiVersion: 1, prune: true, datasources: [] });
  });

  test("finds the dashboards where an environment variable says", () => {
    expect(parse(files["dashboards/agentobs.yaml"] ?? "")).toMatchObject({
      providers: [{ type: "file", options: { path: "$AGENTOBS_DASHBOARDS" } }],
    });
  });
});
