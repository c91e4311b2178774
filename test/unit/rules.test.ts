import { expect, test } from "vitest";
import { parse } from "yaml";
import { extraBuckets } from "../../alerts/buckets.ts";
import type { AlertsPlan } from "../../alerts/plan.ts";
import { ALERTS, caseOf, kebab, ON_DEMAND } from "../../alerts/rule.ts";
import { alertRules } from "../../alerts/rules.ts";
import { vmalertRules } from "../../alerts/vmalert.ts";
import { METRICS } from "../../components/core/metrics.ts";
import { VERIFY_AGENT } from "../../components/core/names.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";
import { metricNamesIn, SERIES } from "../support/promql.ts";

const DECLARED: AlertsPlan = {
  ...DEFAULT_ALERTS,
  agents: [
    { name: "planner", service: "shop", intermittent: false },
    { name: "writer", intermittent: false },
    { name: "c++ (fast)", intermittent: true },
  ],
};

function rendered(plan: AlertsPlan, dialect: "victoriametrics" | "prometheus" = "victoriametrics") {
  const document = parse(vmalertRules(plan, dialect)) as {
    groups: { rules: { alert: string; expr: string; for?: string }[] }[];
  };
  return document.groups.flatMap((group) => group.rules).filter((rule) => rule.alert);
}

const WATCHED: AlertsPlan = {
  ...DECLARED,
  heartbeat: true,
  expiries: [{ name: "ingest-certificate", atSeconds: 1_806_451_200 }],
};

test("every alert has a rule, some only with a setting", () => {
  const names = (plan: AlertsPlan) => [...new Set(rendered(plan).map((rule) => rule.alert))].sort();
  expect(names(WATCHED)).toEqual([...ALERTS].sort());
  const always = ALERTS.filter((name) => !ON_DEMAND.some((demanded) => demanded === name));
  expect(names(DEFAULT_ALERTS)).toEqual([...always].sort());
});

test("every metric that a rule names is in the metrics table", () => {
  for (const { alert, expr } of rendered(WATCHED)) {
    const names = metricNamesIn(expr);
    // A date is compared with the clock.
    if (alert !== "CredentialExpiring") expect(names, alert).not.toEqual([]);
    for (const name of names) expect(SERIES, alert).toContain(name);
  }
});

test("an id begins with its alert's name, and what follows tells its cases apart", () => {
  for (const rule of alertRules(WATCHED))
    expect(rule.id).toMatch(new RegExp(`^${kebab(rule.name)}`));
  const cases = alertRules(WATCHED).map((rule) => `${rule.name} ${caseOf(rule)}`);
  expect(new Set(cases).size).toBe(cases.length);
});

test("ids are unique, also for agents of one name in two services", () => {
  const agents = ["shop", "office"].map((service) => ({
    name: "planner",
    service,
    intermittent: false,
  }));
  const ids = alertRules({ ...DECLARED, agents }).map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every selector leaves the agent of make verify out or asks for another one", () => {
  for (const { expr } of rendered(DECLARED))
    for (const [selector] of expr.matchAll(/(?<=\bagent_[a-z_]+)\{[^}]*\}/g))
      expect(selector).toMatch(
        new RegExp(`gen_ai_agent_name!="${VERIFY_AGENT}"|gen_ai_agent_name="`),
      );
});

test("names of agents are taken literally", () => {
  expect(vmalertRules(DECLARED, "victoriametrics")).toContain(
    String.raw`gen_ai_agent_name!~"planner|writer|c\\+\\+ \\(fast\\)"`,
  );
});

test("each dialect has its own word for growth", () => {
  const [loop] = rendered(DEFAULT_ALERTS, "prometheus");
  expect(loop?.expr).toContain("increase(agent_run_iterations_count");
  expect(loop?.expr).not.toContain("increase_pure");
  const [pure] = rendered(DEFAULT_ALERTS, "victoriametrics");
  expect(pure?.expr).toContain("increase_pure(last_over_time(agent_run_iterations_count");
});

test("every threshold on a histogram is one of its bounds", () => {
  const plan: AlertsPlan = {
    ...DEFAULT_ALERTS,
    loop: { ...DEFAULT_ALERTS.loop, iterations: 25 },
    context: { ...DEFAULT_ALERTS.context, overPercent: 82.5 },
    latency: { ...DEFAULT_ALERTS.latency, p99Seconds: 33 },
  };
  const text = vmalertRules(plan, "victoriametrics");
  expect(text).toContain('le=~"25|25[.]0"');
  expect(text).toContain('le=~"82[.]5"');
  expect(extraBuckets(plan)).toEqual({
    runIterations: [25],
    llmContextUtilization: [82.5],
    runDuration: [33],
  });
});

test("a latency threshold beyond the last bound gets a bound above it, or p99 could never exceed it", () => {
  const slowest = Math.max(...METRICS.runDuration.buckets);
  const latency = { ...DEFAULT_ALERTS.latency, p99Seconds: slowest };
  expect(extraBuckets({ ...DEFAULT_ALERTS, latency }).runDuration).toEqual([slowest, 2 * slowest]);
});

test("a percentage of success becomes a percentage of failure without binary noise", () => {
  const toolFailure = { ...DEFAULT_ALERTS.toolFailure, successBelowPercent: 99.9 };
  const rule = alertRules({ ...DEFAULT_ALERTS, toolFailure }).find(
    ({ name }) => name === "AgentToolFailureSpike",
  );
  expect(rule?.threshold).toEqual({ above: 0.1 });
});

test("the same plan gives the same bytes", () => {
  expect(vmalertRules(DECLARED, "victoriametrics")).toBe(vmalertRules(DECLARED, "victoriametrics"));
});

test("what nobody can count is recorded under a name of the metrics table", () => {
  for (const dialect of ["victoriametrics", "prometheus"] as const) {
    const { groups } = parse(vmalertRules(DEFAULT_ALERTS, dialect)) as {
      groups: { rules: { record?: string; expr: string }[] }[];
    };
    const recordings = groups.flatMap(({ rules }) => rules.filter(({ record }) => record));
    expect(recordings.map(({ record }) => record)).toEqual([
      "agentobs:sampling_traces_lost:increase1h",
      "agentobs:tier_spans_lost:increase1h",
    ]);
    for (const { record = "", expr } of recordings) {
      expect(SERIES).toContain(record);
      for (const name of metricNamesIn(expr)) expect(SERIES, record).toContain(name);
    }
  }
});

test("where collectors report by themselves, silence takes some missed reports, in whole seconds", () => {
  const pipeline = { ...DEFAULT_ALERTS.pipeline, downSeconds: 30 };
  const rules = alertRules({ ...DEFAULT_ALERTS, pipeline, pushedEverySeconds: 15 });
  const questions = rules.map(({ question }) => question);
  expect(questions).toContain("Has no collector reported for 38s?");
  expect(questions).toContain("Which collector reported within 1h, but not within 38s?");
});
