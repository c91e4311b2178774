import { describe, expect, test } from "vitest";
import { triggers as triggerKind } from "../../components/managed/honeycomb/triggers.ts";
import { boards } from "../../components/managed/honeycomb/boards.ts";
import { columns } from "../../components/managed/honeycomb/columns.ts";
import type { SettingsInput } from "../../stacks/settings.ts";
import { managed, planOf } from "../support/honeycomb/managed.ts";
import { queryRefusal, triggerRefusal } from "../support/honeycomb/query-rules.ts";
import { Board, Column, Query, Trigger } from "../support/honeycomb/schemas.ts";
import { Store } from "../support/honeycomb/store.ts";
import { ownOf } from "../support/preset-settings.ts";

/** Settings that reach every branch of the renderer. */
const SETTINGS: Readonly<Record<string, Partial<SettingsInput>>> = {
  "the preset's own": {},
  "declared agents with thresholds of their own": {
    agents: [
      { name: "coder", service: "ide", thresholds: { iterations: 20, p99Seconds: 120 } },
      { name: "research", thresholds: { contextPercent: 95, toolSuccessPercent: 80 } },
      { name: "night", intermittent: true },
    ],
  },
  "windows of a minute": {
    alerts: {
      loop: { windowSeconds: 60 },
      toolFailure: { windowSeconds: 60, forSeconds: 0 },
      context: { windowSeconds: 60 },
      latency: { windowSeconds: 60, forSeconds: 600 },
      missing: { silentSeconds: 180 },
    },
  },
  "windows that are too short and too long": {
    alerts: { loop: { windowSeconds: 100_000 }, toolFailure: { windowSeconds: 5 } },
  },
  "windows of a day": {
    alerts: { loop: { windowSeconds: 86_400, overPercent: 3 }, latency: { windowSeconds: 86_400 } },
  },
};

describe.for(Object.entries(SETTINGS))("with %s", ([, own]) => {
  const { triggers, board, columns: made } = managed(own);
  const dataset = new Store().dataset("agentobs-metrics", "metrics");
  for (const column of made)
    dataset.columns.set(column.key_name, { ...Column.parse(column), id: column.key_name });

  test("the API takes every trigger: fields, limits, query, and every column is there", () => {
    for (const { trigger } of triggers) {
      const parsed = Trigger.parse(trigger);
      expect(queryRefusal(parsed.query, dataset), trigger.name).toBeUndefined();
      expect(triggerRefusal(parsed.query, parsed.frequency), trigger.name).toBeUndefined();
    }
  });

  test("the API takes every query of the board", () => {
    for (const { query, title } of board.panels)
      expect(queryRefusal(Query.parse(query), dataset), title).toBeUndefined();
  });

  test("the provider's own check finds nothing to complain about", () => {
    const spec = { dataset: "agentobs-metrics", recipients: [] };
    for (const { trigger } of triggers)
      expect(triggerKind.problems({ ...trigger, ...spec })).toEqual([]);
    expect(boards.problems({ ...board, ...spec })).toEqual([]);
    for (const column of made) expect(columns.problems({ ...column, ...spec })).toEqual([]);
  });

  test("names and ids tell all triggers apart", () => {
    expect(new Set(triggers.map(({ id }) => id)).size).toBe(triggers.length);
    expect(new Set(triggers.map(({ trigger }) => trigger.name)).size).toBe(triggers.length);
  });
});

test("the documented five are triggers once the agents are declared", () => {
  const { triggers } = managed({ agents: [{ name: "coder" }] });
  const names = triggers.map(({ trigger }) => trigger.name);
  expect(names).toEqual([
    "AgentLatencyP99High [development]",
    "AgentToolFailureSpike [development]",
    "AgentTracesMissing (never-seen-coder) [development]",
    "PipelineSilent (nothing-received) [development]",
    "AgentLoopIterationsHigh [development]",
    "AgentTokenBudgetExceeded [development]",
  ]);
});

test("with fewer triggers than rules the critical ones are made, and the others named", () => {
  const { triggers, notHeld } = managed({ honeycomb: {} });
  expect(triggers.map(({ severity }) => severity)).toEqual(["critical", "critical"]);
  expect([...notHeld].find(([what]) => what.startsWith("more than 2 triggers"))?.[1]).toEqual([
    "AgentLoopIterationsHigh",
    "AgentTokenBudgetExceeded",
    "PipelineSilent (nothing-received)",
  ]);
});

describe("whom Honeycomb tells", () => {
  const secrets = { ...ownOf("honeycomb").secrets, pd: "1", hook: "2", slack: "3" };
  const severities = ["critical" as const];
  const routes = [
    { severities, email: { to: "a@b.example", from: "c@d.example", smarthost: "m:25" } },
    { severities, slack: { urlSecret: "slack", channel: "#agents" } },
    { severities, pagerDuty: { routingKeySecret: "pd" } },
    { severities, webhook: { urlSecret: "hook" }, mutedDuring: ["night"] },
    { severities, webhook: { urlSecret: "hook" }, labels: { service_name: "shop" } },
    { severities, webhook: { urlSecret: "hook" }, environments: ["production"] },
  ];
  const muteTimes = [{ name: "night", from: "22:00" }];

  test("every kind of route becomes its recipient, secrets by name", () => {
    expect(managed({ secrets, alerts: { routes, muteTimes } }).plan.recipients).toEqual(
      [
        { type: "email", address: "a@b.example" },
        { type: "slack", channel: "#agents" },
        { type: "pagerduty", keySecret: "pd" },
        { type: "webhook", urlSecret: "hook" },
      ].map((to, index) => ({ name: `agentobs-development-route-${index + 1}`, severities, to })),
    );
  });

  test("routes that a trigger can't tell apart are told nothing, by name", () => {
    const { notHeld } = managed({ secrets, alerts: { routes, muteTimes } });
    expect(
      notHeld.get("routes by label or of another environment (they are told nothing)"),
    ).toEqual(["route 5", "route 6"]);
    expect(notHeld.get("mute times")).toEqual(["route 4"]);
  });
});

test("board and triggers name only columns that the kit makes, and no content", () => {
  const { board } = managed();
  expect(Board.shape.name.parse(board.name)).toBe("AI agents [development]");
  expect(JSON.stringify(board)).not.toMatch(/prompt|completion|messages/i);
});

test("with manage: false the destination sends data, and nothing is set up", () => {
  const { honeycomb, collector } = planOf({ honeycomb: { manage: false } });
  expect(collector.destinations.map(({ kind }) => kind)).toEqual(["honeycomb"]);
  expect(honeycomb).toBeUndefined();
});
