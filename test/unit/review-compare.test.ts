import { describe, expect, test } from "vitest";
import { compare } from "../../cli/review/compare.ts";
import type { DrawnPanel, DrawnRule } from "../../cli/review/document.ts";
import { drawnDashboard, drawnPanel, drawnRule } from "../support/review.ts";

/** Changes between two sets of panels of one dashboard. */
function panels(before: readonly DrawnPanel[], after: readonly DrawnPanel[]) {
  const side = (all: readonly DrawnPanel[]) => ({ dashboards: [drawnDashboard(all)], rules: [] });
  return compare(side(before), side(after));
}

/** Each change as a line. */
function lines(before: readonly DrawnPanel[], after: readonly DrawnPanel[]): readonly string[] {
  return panels(before, after).dashboards.flatMap((dashboard) =>
    dashboard.panels.map(
      ({ title, state, facets }) => `${state} ${title}: ${facets.map(({ name }) => name).join()}`,
    ),
  );
}

const other = drawnPanel({ title: "Cost", queries: [{ legend: "cost", text: "sum(cost)" }] });

describe("two revisions of a dashboard", () => {
  test("that are the same are only named", () => {
    const changes = panels([drawnPanel(), other], [drawnPanel(), other]);
    expect(changes.dashboards).toEqual([]);
    expect(changes.unchangedDashboards).toEqual(["Agents: overview"]);
  });

  test("differ whatever the data say: only what a panel is counts", () => {
    const answered = drawnPanel({ answers: [[{ labels: {}, values: [1] }]] });
    expect(lines([drawnPanel()], [answered])).toEqual([]);
  });

  test.each([
    ["unit", { unit: "s" }],
    ["description", { description: "How often did they work?" }],
    ["no value", { noValue: "nothing" }],
    ["thresholds", { steps: [{ from: null, color: "green" }] }],
    ["kind", { kind: "bargauge" }],
    ["width", { width: 6 }],
    ["links", { links: [{ title: "Runbook", url: "docs/a.md" }] }],
    ["query A", { queries: [{ legend: "runs", text: "sum(increase(agent_runs_total[1h]))" }] }],
  ] as const)("name a change of the %s, and no other panel", (facet, change) => {
    const after = [drawnPanel(change), other];
    expect(lines([drawnPanel(), other], after)).toEqual([`changed Runs: ${facet}`]);
  });

  test("name an added and a removed panel", () => {
    expect(lines([drawnPanel()], [other])).toEqual(["added Cost: ", "removed Runs: "]);
  });

  test("know a renamed panel by its query", () => {
    const renamed = drawnPanel({ title: "How many runs there were" });
    expect(lines([drawnPanel(), other], [renamed, other])).toEqual([
      "changed How many runs there were: title",
    ]);
  });

  test("know a panel whose threshold stands in its title and its query", () => {
    const over = (limit: number) =>
      drawnPanel({
        title: `Runs over ${limit} iterations`,
        queries: [{ legend: "looping", text: `above(${limit})` }],
      });
    expect(lines([over(8), other], [over(10), other])).toEqual([
      "changed Runs over 10 iterations: title,query A",
    ]);
  });

  test("name the row that a panel moved to", () => {
    const rows = (first: readonly DrawnPanel[], second: readonly DrawnPanel[]) => ({
      dashboards: [
        drawnDashboard([], {
          rows: [
            { title: "Rate", panels: first },
            { title: "Errors", panels: second },
          ],
        }),
      ],
      rules: [],
    });
    const [dashboard] = compare(
      rows([drawnPanel(), other], []),
      rows([other], [drawnPanel()]),
    ).dashboards;
    expect(dashboard?.panels.map(({ title, facets }) => [title, facets[0]?.name])).toEqual([
      ["Runs", "row"],
    ]);
    expect(dashboard?.unchangedPanels).toBe(1);
  });

  test("mark the words that differ", () => {
    const after = drawnPanel({
      queries: [{ legend: "runs", text: "sum(increase(agent_runs_total[1h]))" }],
    });
    const [dashboard] = panels([drawnPanel()], [after]).dashboards;
    const parts = dashboard?.panels[0]?.facets[0]?.parts ?? [];
    const marked = (mark: string) =>
      parts.filter((part) => part.mark === mark).map(({ text }) => text);
    expect(marked("removed").join("")).toContain("__range");
    expect(marked("added")).toEqual(["1h"]);
  });

  test("whole dashboards come and go", () => {
    const tools = drawnDashboard([other], { name: "tools", title: "Tools" });
    const { dashboards } = compare(
      { dashboards: [drawnDashboard([drawnPanel()])], rules: [] },
      { dashboards: [tools], rules: [] },
    );
    expect(dashboards.map(({ title, state }) => `${state} ${title}`)).toEqual([
      "added Tools",
      "removed Agents: overview",
    ]);
    expect(dashboards[0]?.panels.map(({ state }) => state)).toEqual(["added"]);
  });
});

describe("two revisions of the rules", () => {
  const rules = (before: readonly DrawnRule[], after: readonly DrawnRule[]) =>
    compare({ dashboards: [], rules: before }, { dashboards: [], rules: after });

  test("name a threshold and how long it holds, by the rule's id", () => {
    const after = drawnRule({ limit: { side: "above", value: 45 }, forSeconds: 60 });
    const { rules: changed, unchangedRules } = rules([drawnRule()], [after]);
    expect(changed.map(({ title }) => title)).toEqual([
      "AgentLatencyP99High (agent-latency-p99-high)",
    ]);
    expect(changed[0]?.facets.map(({ name }) => name)).toEqual(["threshold", "for"]);
    expect(unchangedRules).toEqual([]);
  });

  test("tell the cases of one alert apart, and name those that stay", () => {
    const silent = drawnRule({ id: "missing-declared" });
    const added = drawnRule({ id: "missing-never-seen" });
    const changes = rules([silent], [silent, added]);
    expect(changes.rules.map(({ state, after }) => [state, after?.id])).toEqual([
      ["added", "missing-never-seen"],
    ]);
    expect(changes.unchangedRules).toEqual(["AgentLatencyP99High (missing-declared)"]);
  });
});
