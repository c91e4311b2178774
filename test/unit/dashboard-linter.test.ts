import { describe, expect, test } from "vitest";
import { grafanaDashboards } from "../../dashboards/grafana.ts";
import { DASHBOARDS, type GrafanaModel } from "../support/dashboards-plan.ts";
import { seriesRead, syntaxError } from "../support/promql-tree.ts";

/**
 * The rules of Grafana's dashboard-linter, by their names there:
 * https://github.com/grafana/dashboard-linter/blob/main/docs/index.md#rules
 * It can't be had from the Go module proxy, so its rules are tests here. They read the dashboards of
 * a Prometheus, because the linter knows no MetricsQL; a VictoriaMetrics judges that in
 * `test/component/dashboards.test.ts`.
 */
const NOT_HELD: readonly {
  rule: string;
  because: string;
  held: (model: GrafanaModel) => boolean;
}[] = [
  {
    rule: "template-job-rule",
    because: "agents push: what Prometheus calls job is service here, and the pages filter by it",
    held: ({ templating }) => templating.list.some(({ name }) => name === "job"),
  },
  {
    rule: "template-instance-rule",
    because: "no derived series has an instance: replicas of an agent are summed up",
    held: ({ templating }) => templating.list.some(({ name }) => name === "instance"),
  },
  {
    rule: "target-job-rule",
    because: "as template-job-rule",
    held: ({ panels }) => expressions(panels).every((expr) => expr.includes("job=")),
  },
  {
    rule: "target-instance-rule",
    because: "as template-instance-rule",
    held: ({ panels }) => expressions(panels).every((expr) => expr.includes("instance=")),
  },
  {
    rule: "uneditable-dashboard",
    because: "people open a panel to look further; provisioning refuses to save over a dashboard",
    held: ({ editable }) => !editable,
  },
];

const expressions = (panels: GrafanaModel["panels"]) =>
  panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

const DASHBOARD_PLANS = {
  "one trace store": { ...DASHBOARDS, dialect: "prometheus" },
  "every trace store": {
    ...DASHBOARDS,
    dialect: "prometheus",
    traces: {
      ...DASHBOARDS.traces,
      inGrafana: ["tempo"],
      langfuseUrl: "https://langfuse.example/project/p",
    },
  },
} as const;

/** What Grafana puts in the place of its variables: Prometheus' grammar knows none. */
const filledIn = (query: string) =>
  query
    .replaceAll("$__rate_interval", "2m")
    .replaceAll("$__range", "6h")
    .replaceAll("$__interval", "30s")
    .replaceAll(/\$\w+/g, ".*");

/** Of a counter's values, or of its values carried forward. */
const RATES = /\bi?rate\((?:last_over_time\(.*?\[25h\]\)|[^[]*)\[([^\]:]*)/g;
/** Growth in Prometheus is a difference of last values, or over a restart an increase. */
const COUNTED_BY = ["rate", "increase", "resets", "last_over_time"];

describe.each(Object.entries(DASHBOARD_PLANS))("with %s", (_, plan) => {
  const models = Object.entries(grafanaDashboards(plan)).map(
    ([file, text]) => [file, JSON.parse(text) as GrafanaModel] as const,
  );

  describe.each(models)("%s", (_file, { panels, templating }) => {
    const drawn = panels.filter(({ type }) => type !== "row");
    const targets = drawn.flatMap(({ targets: own = [] }) => own);
    const queried = templating.list.filter(({ type }) => type === "query");

    test("template-datasource-rule: stores are variables, named after their type", () => {
      const sources = templating.list.filter(({ type }) => type === "datasource");
      expect(sources.length).toBeGreaterThan(0);
      for (const { name, label, query } of sources) {
        expect(name).toBe(`${String(query)}_datasource`);
        const type = `${String(query).charAt(0).toUpperCase()}${String(query).slice(1)}`;
        expect(label).toBe(`${type} data source`);
      }
    });

    test("template-label-promql-rule: each filter's query is valid", () => {
      expect(queried).not.toEqual([]);
      for (const { definition = "" } of queried) {
        const [, selector = "", label] = /^label_values\((.*), ([a-z_]+)\)$/.exec(definition) ?? [];
        expect(label, definition).toBeDefined();
        expect(syntaxError(filledIn(selector)), definition).toBeUndefined();
      }
    });

    test("template-on-time-change-reload-rule: filters follow the time range", () => {
      for (const { name, refresh } of queried) expect(refresh, name).toBe(2);
    });

    test("panel-datasource-rule: every panel uses the variable", () => {
      for (const { title, datasource } of drawn)
        expect(datasource?.uid, title).toBe("$" + "{prometheus_datasource}");
    });

    test("panel-title-description-rule: every panel has both", () => {
      for (const { title, description } of drawn) {
        expect(title).not.toBe("");
        expect(description, title).toMatch(/\w/);
      }
    });

    test("panel-units-rule: every panel has a unit that Grafana knows, or one of words", () => {
      const known = ["short", "percent", "s", "ms", "bytes", "currencyUSD"];
      for (const { title, fieldConfig } of drawn) {
        const unit = fieldConfig?.defaults.unit ?? "";
        const inWords = /^(?:suffix|count):/.test(unit);
        expect(inWords || known.includes(unit), `${title}: ${unit}`).toBe(true);
      }
    });

    test("panel-no-targets-rule: every panel asks something", () => {
      for (const { title, targets: own = [] } of drawn) expect(own, title).not.toEqual([]);
    });

    test("target-promql-rule: Prometheus' own grammar understands every query", () => {
      for (const { expr } of targets) expect(syntaxError(filledIn(expr)), expr).toBeUndefined();
    });

    test("target-rate-interval-rule: a rate covers what lies between two points", () => {
      for (const { expr } of targets)
        for (const [, window] of expr.matchAll(RATES))
          expect(window, expr).toBe("$__rate_interval");
    });

    test("target-counter-agg-rule: a counter is read for its growth only", () => {
      for (const { expr } of targets)
        for (const { selector, by } of seriesRead(filledIn(expr)))
          if (/^\w+_total\b/.test(selector)) expect(COUNTED_BY, selector).toContain(by);
    });
  });
});

describe("a rule that is not held on purpose", () => {
  test.each(NOT_HELD)("$rule: $because", ({ held }) => {
    const models = Object.values(grafanaDashboards(DASHBOARDS));
    // One that every page holds after all needs no exception any more.
    expect(models.every((text) => held(JSON.parse(text) as GrafanaModel))).toBe(false);
  });
});
