import type { types } from "@pulumiverse/grafana";
import { describe, expect, test } from "vitest";
import { type GrafanaTarget, grafanaGroups } from "../../alerts/grafana.ts";
import type { AlertsPlan } from "../../alerts/plan.ts";
import { ALERTS } from "../../alerts/rule.ts";
import { alertRules } from "../../alerts/rules.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";

const WATCHED: AlertsPlan = {
  ...DEFAULT_ALERTS,
  heartbeat: true,
  expiries: [{ name: "ingest-certificate", atSeconds: 1_806_451_200 }],
  agents: [{ name: "planner", service: "shop", intermittent: false, own: { iterations: 20 } }],
};
const TARGET: GrafanaTarget = {
  folderUid: "agentobs",
  datasourceUid: "grafanacloud-prom",
  dialect: "prometheus",
  contactPoints: { critical: "pager" },
  muteTimes: ["weekend"],
  groupWaitSeconds: 10,
  groupIntervalSeconds: 60,
  repeatSeconds: 14_400,
};
const groups = grafanaGroups(WATCHED, TARGET);
const rules = groups.flatMap((group) => group.rules);
const stages = ({ datas }: (typeof rules)[number]) =>
  datas.map(({ model }) => JSON.parse(model) as Record<string, unknown>);

test("is what the resource's arguments take", () => {
  // The types of the package hold it: nothing is created here.
  const all: types.input.alerting.RuleGroupRule[] = groups.flatMap((group) => [...group.rules]);
  expect(all).toHaveLength(alertRules(WATCHED).length);
});

describe("each rule", () => {
  test("has a title and a uid of its own, of characters and a length that Grafana takes", () => {
    const unique = (values: readonly string[]) => {
      expect(new Set(values).size).toBe(values.length);
    };
    unique(rules.map(({ name }) => name));
    unique(rules.map(({ uid }) => uid));
    for (const { uid } of rules) expect(uid).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
  });

  test("keeps its uid when a threshold changes, and has another one in another environment", () => {
    const uids = (plan: AlertsPlan) =>
      grafanaGroups(plan, TARGET).flatMap((group) => group.rules.map(({ uid }) => uid));
    const changed = { ...WATCHED, latency: { ...WATCHED.latency, p99Seconds: 99 } };
    expect(uids(changed)).toEqual(uids(WATCHED));
    expect(uids({ ...WATCHED, environment: "staging" })).not.toContain(uids(WATCHED)[0]);
  });

  test("asks, reduces and compares, on the expression source, without classic conditions", () => {
    for (const rule of rules) {
      expect(rule.condition).toBe("C");
      expect(rule.datas.map(({ refId }) => refId)).toEqual(["A", "B", "C"]);
      expect(rule.datas.map(({ datasourceUid }) => datasourceUid)).toEqual([
        "grafanacloud-prom",
        "__expr__",
        "__expr__",
      ]);
      expect(stages(rule).map(({ type }) => type)).toEqual([undefined, "reduce", "threshold"]);
    }
  });

  test("compares in the threshold, so that the value can be shown, not in the query", () => {
    const [loop] = rules;
    if (!loop) throw new Error("no rule");
    const [query, , threshold] = stages(loop);
    expect(query?.["expr"]).not.toMatch(/> 1$/);
    expect(threshold?.["conditions"]).toEqual([{ evaluator: { type: "gt", params: [1] } }]);
    const down = rules.find(({ name }) => name === "BackendDown");
    expect(down && stages(down)[2]?.["conditions"]).toEqual([
      { evaluator: { type: "lt", params: [1] } },
    ]);
  });

  test("asks in the dialect of its store", () => {
    for (const rule of rules) expect(stages(rule)[0]?.["expr"]).not.toContain("increase_pure");
  });

  test("writes durations as Grafana stores them", () => {
    for (const rule of rules) expect(rule.for).toMatch(/^(0s|[1-9]\d*[smhd])$/);
    expect(rules.find(({ name }) => name === "AgentLatencyP99High")?.for).toBe("2m");
    const [told] = rules.flatMap(({ notificationSettings }) => notificationSettings ?? []);
    expect(told).toMatchObject({ groupWait: "10s", groupInterval: "1m", repeatInterval: "4h" });
  });

  test("says for itself what a missing series and a failed query mean", () => {
    const states = Object.fromEntries(
      rules.map(({ name, noDataState, execErrState }) => [name, [noDataState, execErrState]]),
    );
    expect(states["AgentLatencyP99High"]).toEqual(["OK", "KeepLast"]);
    expect(states["BackendDown"]).toEqual(["OK", "Alerting"]);
    for (const { absence } of alertRules(WATCHED)) expect(absence.why).not.toBe("");
  });

  test("tells its own contact point; one without follows the instance's policy", () => {
    for (const { labels, notificationSettings } of rules)
      expect(notificationSettings?.contactPoint).toBe(
        labels.severity === "critical" ? "pager" : undefined,
      );
    const [told] = rules.flatMap(({ notificationSettings }) => notificationSettings ?? []);
    expect(told?.groupBies).toEqual(expect.arrayContaining(["grafana_folder", "alertname"]));
    expect(told?.muteTimings).toEqual(["agentobs-weekend"]);
  });

  test("the heartbeat is told in its own rhythm, and never mute", () => {
    const target = { ...TARGET, contactPoints: { none: "beat" }, heartbeatSeconds: 60 };
    const [told] = grafanaGroups(WATCHED, target).flatMap((group) =>
      group.rules.flatMap(({ notificationSettings }) => notificationSettings ?? []),
    );
    expect(told).toMatchObject({
      contactPoint: "beat",
      groupWait: "1s",
      groupInterval: "1m",
      repeatInterval: "1m",
    });
    expect(told).not.toHaveProperty("muteTimings");
  });

  test("of a second stack in one Grafana has another uid: its folder tells them apart", () => {
    const uids = (target: GrafanaTarget) =>
      grafanaGroups(WATCHED, target).flatMap((group) => group.rules.map(({ uid }) => uid));
    const other = uids({ ...TARGET, folderUid: "agentobs-two" });
    expect(other.filter((uid) => uids(TARGET).includes(uid))).toEqual([]);
  });

  test("carries its alert's name, its runbook, and Grafana's own templates", () => {
    expect(new Set(rules.map(({ labels }) => labels.alert))).toEqual(new Set(ALERTS));
    for (const { labels, annotations } of rules) {
      expect(annotations.runbook_url).toBe(`https://runbooks.example.com/${labels.alert}.md`);
      expect(JSON.stringify(annotations)).not.toContain("$value }}");
    }
  });
});

test("rules of another rhythm are a group of their own", () => {
  expect(groups.map(({ name, intervalSeconds }) => [name, intervalSeconds])).toEqual([
    ["agentobs", 30],
    ["agentobs-5m", 300],
  ]);
});
