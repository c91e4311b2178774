import { mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import {
  increase,
  observationsAbove,
  quantile,
  rate,
  sumBy,
} from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import { IN_AND_OUT, NO_CALLS, percentiles } from "./shared.ts";

export const fullContexts: PanelOf = ({ alerts: { context } }) => ({
  kind: "stat",
  title: `Calls over ${context.overPercent} % of context`,
  description: `Do conversations outgrow the models? Calls whose input took more than ${context.overPercent} % of the model's context window: what doesn't fit is cut off or refused.`,
  unit: "calls",
  noValue: NO_CALLS,
  width: 4,
  queries: [
    {
      query: observationsAbove(METRICS.llmContextUtilization, context.overPercent, "range"),
      legend: "calls",
    },
  ],
  limits: { bad: "above", warning: 1 },
  alert: "AgentTokenBudgetExceeded",
});

export const tokenCount: Panel = {
  kind: "stat",
  title: "Tokens",
  description: "How many tokens went in and out?",
  unit: "tokens",
  noValue: NO_CALLS,
  width: 4,
  queries: [
    { query: sumBy([], increase(METRICS.llmTokens, "range", IN_AND_OUT)), legend: "tokens" },
  ],
  limits: "none",
};

export const cost: Panel = {
  kind: "stat",
  title: "Cost",
  description:
    "What did the models cost? Computed from tokens and list prices; calls without a price are missing.",
  unit: "USD",
  noValue: "no priced calls",
  width: 4,
  queries: [{ query: sumBy([], increase(METRICS.llmCost, "range")), legend: "cost" }],
  limits: "none",
};

export const tokenRate: Panel = {
  kind: "timeseries",
  title: "Tokens per minute by type",
  description:
    "What are tokens spent on? cache_read, cache_write and reasoning are parts of input and output.",
  unit: "tokens/min",
  noValue: NO_CALLS,
  width: 8,
  queries: [
    {
      query: mul(n(60), sumBy(["gen_ai_token_type"], rate(METRICS.llmTokens, "step"))),
      legend: "{{gen_ai_token_type}}",
    },
  ],
};

export const costRate: Panel = {
  kind: "timeseries",
  title: "Cost per hour by model",
  description: "Which model costs how much at this pace?",
  unit: "USD/h",
  noValue: "no priced calls",
  width: 8,
  queries: [
    {
      query: mul(n(3600), sumBy(["gen_ai_request_model"], rate(METRICS.llmCost, "step"))),
      legend: "{{gen_ai_request_model}}",
    },
  ],
  stacked: true,
};

export const contextUse: PanelOf = ({ alerts }) => ({
  kind: "timeseries",
  title: "Context window use",
  description: "How full are the models' context windows? It creeps up as conversations grow.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 8,
  queries: percentiles(METRICS.llmContextUtilization),
  limits: { bad: "above", warning: alerts.context.overPercent },
  alert: "AgentTokenBudgetExceeded",
});

export const inputSize: Panel = {
  kind: "timeseries",
  title: "Input tokens of a call p95 by model",
  description: "How long are the prompts? Long ones are slow and cost most.",
  unit: "tokens",
  noValue: NO_CALLS,
  width: 8,
  queries: [
    {
      query: quantile(0.95, METRICS.llmInputTokens, "step", ["gen_ai_request_model"]),
      legend: "{{gen_ai_request_model}}",
    },
  ],
};

export const costByModel: Panel = {
  kind: "bargauge",
  title: "Cost by model",
  description: "Where does the money go?",
  unit: "USD",
  noValue: "no priced calls",
  width: 6,
  queries: [
    {
      query: sumBy(["gen_ai_request_model"], increase(METRICS.llmCost, "range")),
      legend: "{{gen_ai_request_model}}",
    },
  ],
  limits: "none",
};
