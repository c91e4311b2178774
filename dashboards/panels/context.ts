import { gt, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import {
  increase,
  observations,
  observationsAbove,
  percentage,
  quantile,
  sumBy,
} from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import {
  AGENT_MODEL,
  AGENT_MODEL_ROWS,
  heat,
  MODEL,
  MODEL_LEGEND,
  NO_CALLS,
  one,
  p95By,
  percentiles,
} from "./shared.ts";

const USE = METRICS.llmContextUtilization;
const AGENT_MODEL_LEGEND = "{{gen_ai_agent_name}} on {{gen_ai_request_model}} ({{service_name}})";

export const fullContexts: PanelOf = ({ alerts: { context } }) => ({
  kind: "stat",
  title: `Calls over ${context.overPercent} % of context`,
  description: `Do conversations outgrow the models? Calls whose input took more than ${context.overPercent} % of the model's context window: what doesn't fit is cut off or refused.`,
  unit: "calls",
  noValue: NO_CALLS,
  width: 4,
  queries: one(observationsAbove(USE, context.overPercent, "range"), "calls"),
  limits: { bad: "above", warning: 1 },
  alert: "AgentTokenBudgetExceeded",
  details: "context",
});

export const fullShare: PanelOf = ({ alerts: { context } }) => ({
  kind: "stat",
  title: "Share of such calls",
  description: `Is it one conversation or all of them? Share of the calls over ${context.overPercent} % of their context window.`,
  unit: "percent",
  noValue: NO_CALLS,
  width: 4,
  queries: one(
    percentage(
      observationsAbove(USE, context.overPercent, "range"),
      sumBy([], observations(USE, "range")),
    ),
    "share",
  ),
  limits: { bad: "above", warning: 1, critical: 5 },
});

export const contextP95: PanelOf = ({ alerts }) => ({
  kind: "stat",
  title: "Context use p95",
  description: "How full are the context windows as a rule? 1 call of 20 fills more than this.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 4,
  queries: one(quantile(0.95, USE, "range"), "p95"),
  limits: { bad: "above", warning: alerts.context.overPercent },
});

export const inputP95: Panel = {
  kind: "stat",
  title: "Input tokens p95",
  description: "How long are long prompts? 1 call of 20 sends more than this.",
  unit: "tokens",
  noValue: NO_CALLS,
  width: 4,
  queries: one(quantile(0.95, METRICS.llmInputTokens, "range"), "p95"),
  limits: "none",
};

export const unknownWindows: Panel = {
  kind: "stat",
  title: "Calls of unknown windows",
  description:
    "Which calls can't be judged? Models whose context window is in no table: add it to `agentobs:models`.",
  unit: "calls",
  noValue: "none",
  width: 4,
  emptyWhenHealthy: true,
  queries: one(
    sumBy([], increase(METRICS.llmCallsUncovered, "range", { reason: "no_window" })),
    "calls",
  ),
  limits: { bad: "above", warning: 1 },
};

export const fullContextsByAgent: PanelOf = ({ alerts: { context } }) => ({
  kind: "timeseries",
  title: "Nearly full context windows by agent",
  description: `Whose conversations grow too long, and on which model? Calls over ${context.overPercent} % of the window; follow a line to the traces.`,
  unit: "calls",
  noValue: "none",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(
    gt(observationsAbove(USE, context.overPercent, "step", AGENT_MODEL), n(0)),
    AGENT_MODEL_LEGEND,
  ),
  limits: { bad: "above", warning: 1 },
  stacked: true,
  alert: "AgentTokenBudgetExceeded",
  traces: true,
});

export const contextUse: PanelOf = ({ alerts }) => ({
  kind: "timeseries",
  title: "Context window use",
  description: "How full are the models' context windows? It creeps up as conversations grow.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 8,
  queries: percentiles(USE),
  limits: { bad: "above", warning: alerts.context.overPercent },
  alert: "AgentTokenBudgetExceeded",
});

export const contextUseByModel: PanelOf = ({ alerts }) => ({
  kind: "timeseries",
  title: "Context use p95 by model",
  description: "Which model runs short? One with a larger window may be the cheaper fix.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 8,
  queries: p95By(USE, MODEL, MODEL_LEGEND),
  limits: { bad: "above", warning: alerts.context.overPercent },
});

export const contextHeatmap: Panel = {
  kind: "heatmap",
  title: "Context use spread",
  description: "Do all conversations grow, or a few?",
  unit: "percent",
  noValue: NO_CALLS,
  width: 8,
  queries: heat(USE),
};

export const inputSize: Panel = {
  kind: "timeseries",
  title: "Input tokens of a call p95 by model",
  description: "How long are the prompts? Long ones are slow and cost most.",
  unit: "tokens",
  noValue: NO_CALLS,
  width: 8,
  queries: p95By(METRICS.llmInputTokens, MODEL, MODEL_LEGEND),
};

export const tracesOfContext: PanelOf = ({ alerts: { context } }) => ({
  kind: "table",
  title: "Traces behind the context use",
  description:
    "Which agent fills which model's window? Follow an agent to its traces: each call carries its input tokens.",
  unit: "calls",
  noValue: NO_CALLS,
  width: 24,
  rows: AGENT_MODEL_ROWS,
  queries: [
    { query: sumBy(AGENT_MODEL, observations(USE, "range")), legend: "Calls" },
    {
      query: observationsAbove(USE, context.overPercent, "range", AGENT_MODEL),
      legend: "Nearly full",
    },
    { query: quantile(0.95, USE, "range", AGENT_MODEL), legend: "Use p95" },
    { query: quantile(0.95, METRICS.llmInputTokens, "range", AGENT_MODEL), legend: "Input p95" },
  ],
  columns: {
    Calls: { unit: "calls", limits: "none" },
    "Nearly full": { unit: "calls", limits: { bad: "above", warning: 1 } },
    "Use p95": { unit: "percent", limits: { bad: "above", warning: context.overPercent } },
    "Input p95": { unit: "tokens", limits: "none" },
  },
  traces: true,
});
