import { count } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { counted, orZero } from "../../components/core/promql-combine.ts";
import {
  type GroupBy,
  increase,
  maxBy,
  observations,
  percentage,
  present,
  type Query,
  rate,
  sumBy,
} from "../../components/core/promql.ts";
import type { Limits, Panel, PanelQuery, Unit } from "../panel.ts";
import {
  AGENT,
  AGENT_LEGEND,
  AGENT_MODEL,
  AGENT_MODEL_ROWS,
  AGENT_ROWS,
  NO_CALLS,
  one,
} from "./shared.ts";

/** What feeds each of the six numbers. */
const NUMBERS = {
  "Run latency": observations(METRICS.runDuration, "range"),
  Iterations: observations(METRICS.runIterations, "range"),
  "Tool success": increase(METRICS.toolCalls, "range"),
  "LLM latency": observations(METRICS.llmDuration, "range"),
  Tokens: increase(METRICS.llmTokens, "range"),
  Context: observations(METRICS.llmContextUtilization, "range"),
} as const satisfies Record<string, Query>;
const SIX = Object.keys(NUMBERS).length;
const FEEDS: Limits = { bad: "below", critical: 1 };
const SEEN = maxBy(AGENT, present(METRICS.lastSeen, "range"));

const uncovered = (by: GroupBy, reason: string) =>
  sumBy(by, increase(METRICS.llmCallsUncovered, "range", { reason }));
const llmCalls = (by: GroupBy) => sumBy(by, observations(METRICS.llmDuration, "range"));

export const unmeasuredCalls: Panel = {
  kind: "stat",
  title: "LLM calls not fully measured",
  description:
    "Can the numbers be trusted? Share of calls without a price, without usage or of a model whose context window is unknown: their tokens, cost or context use are missing.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 4,
  queries: one(
    percentage(sumBy([], increase(METRICS.llmCallsUncovered, "range")), llmCalls([])),
    "not measured",
  ),
  limits: { bad: "above", warning: 1, critical: 10 },
  details: "health",
};

export const agentsSeen: Panel = {
  kind: "stat",
  title: "Agents seen",
  description:
    "How many agents send at all? One that you know and don't see here isn't instrumented.",
  unit: "agents",
  noValue: "none",
  width: 4,
  queries: one(count(SEEN), "agents"),
  limits: { bad: "below", critical: 1 },
};

export const numbersFed: Panel = {
  kind: "timeseries",
  title: "Numbers that each agent feeds",
  description: `Which agent lacks some of the ${SIX} numbers? The table below says which.`,
  unit: "numbers",
  noValue: "no agent was seen",
  width: 8,
  queries: one(counted(AGENT, NUMBERS), AGENT_LEGEND),
  limits: { bad: "below", warning: SIX },
};

export const coverage: Panel = {
  kind: "timeseries",
  title: "LLM calls not measured, by reason",
  description:
    "What is missing from the numbers? no_price and no_window: add the model to the settings; no_usage: the SDK doesn't report tokens (streamed calls often need an option).",
  unit: "calls",
  noValue: "every call is measured",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(sumBy(["reason"], increase(METRICS.llmCallsUncovered, "step")), "{{reason}}"),
  stacked: true,
};

export const conventions: Panel = {
  kind: "timeseries",
  title: "Spans by SDK convention",
  description: "Which SDKs speak? An unexpected one may need a row in the table of conventions.",
  unit: "spans/s",
  noValue: "no GenAI spans",
  width: 8,
  queries: one(sumBy(["convention"], rate(METRICS.spans, "step")), "{{convention}}"),
  stacked: true,
};

/** A column, and what it is drawn like. */
type Column = readonly [query: PanelQuery, drawn: { readonly unit: Unit; readonly limits: Limits }];

const COLUMNS: readonly Column[] = [
  ...Object.entries(NUMBERS).map(
    ([legend, query]): Column => [
      { query: orZero(sumBy(AGENT, query), SEEN), legend },
      { unit: legend === "Tokens" ? "tokens" : "items", limits: FEEDS },
    ],
  ),
  ...(["no_usage", "no_price", "no_window"] as const).map(
    (reason): Column => [
      { query: percentage(uncovered(AGENT, reason), llmCalls(AGENT)), legend: reason },
      { unit: "percent", limits: { bad: "above", warning: 1, critical: 10 } },
    ],
  ),
  [
    {
      query: orZero(sumBy(AGENT, increase(METRICS.contentRemoved, "range")), SEEN),
      legend: "Content removed",
    },
    { unit: "items", limits: { bad: "above", warning: 1 } },
  ],
];

export const coverageTable: Panel = {
  kind: "table",
  title: "What each agent feeds",
  description:
    "What does an agent lack for the six numbers? 0 in red: nothing arrives. no_usage, no_price and no_window are shares of its LLM calls that can't be measured in full. Follow an agent to its traces.",
  unit: "items",
  noValue: "no agent was seen",
  width: 24,
  rows: AGENT_ROWS,
  queries: [
    { query: counted(AGENT, NUMBERS), legend: `Of ${SIX}` },
    ...COLUMNS.map(([query]) => query),
  ],
  columns: {
    [`Of ${SIX}`]: { unit: "numbers", limits: { bad: "below", warning: SIX } },
    ...Object.fromEntries(COLUMNS.map(([{ legend }, drawn]) => [legend, drawn])),
  },
  traces: true,
};

export const tracesOfGaps: Panel = {
  kind: "table",
  title: "Traces behind the gaps",
  description:
    "Which calls of which model are not measured in full, and why? Follow an agent to its traces.",
  unit: "calls",
  noValue: "every call is measured",
  width: 24,
  emptyWhenHealthy: true,
  rows: { ...AGENT_MODEL_ROWS, reason: "Reason" },
  queries: one(
    sumBy([...AGENT_MODEL, "reason"], increase(METRICS.llmCallsUncovered, "range")),
    "Calls",
  ),
  columns: { Calls: { unit: "calls", limits: { bad: "above", warning: 1 } } },
  traces: true,
};

export const conventionTable: Panel = {
  kind: "table",
  title: "What each agent speaks",
  description:
    "Which SDK does an agent use? Two conventions in one agent often count the same call twice.",
  unit: "spans",
  noValue: "no GenAI spans",
  width: 12,
  rows: { ...AGENT_ROWS, convention: "Convention" },
  queries: one(sumBy([...AGENT, "convention"], increase(METRICS.spans, "range")), "Spans"),
  columns: { Spans: { unit: "spans", limits: "none" } },
};
