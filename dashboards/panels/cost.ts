import { div, gt, mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { orZero } from "../../components/core/promql-combine.ts";
import {
  type GroupBy,
  increase,
  percentage,
  type Query,
  rate,
  sumBy,
} from "../../components/core/promql.ts";
import type { Window } from "../../components/core/promql-series.ts";
import type { Panel } from "../panel.ts";
import { AGENT, AGENT_LEGEND, AGENT_ROWS, IN_AND_OUT, MODEL, MODEL_LEGEND, one } from "./shared.ts";

const NO_PRICE = "no priced calls";
const spent = (by: GroupBy, window: Window) => sumBy(by, increase(METRICS.llmCost, window));
const perHour = (by: GroupBy): Query => mul(n(3600), sumBy(by, rate(METRICS.llmCost, "step")));

export const cost: Panel = {
  kind: "stat",
  title: "Cost",
  description:
    "What did the models cost? Computed from tokens and list prices; calls without a price are missing.",
  unit: "USD",
  noValue: NO_PRICE,
  width: 4,
  queries: one(spent([], "range"), "cost"),
  limits: "none",
  details: "cost",
};

export const costPerRun: Panel = {
  kind: "stat",
  title: "Cost of a run",
  description:
    "What does one run cost on average? It multiplies with users, while the total hides who causes it.",
  unit: "USD",
  noValue: "no priced runs",
  width: 4,
  queries: one(
    div(spent([], "range"), gt(sumBy([], increase(METRICS.runs, "range")), n(0))),
    "a run",
  ),
  limits: "none",
};

export const costPerDay: Panel = {
  kind: "stat",
  title: "Cost of a day at this pace",
  description: "Where does the last half hour lead, if it goes on like this for a day?",
  unit: "USD",
  noValue: NO_PRICE,
  width: 4,
  queries: one(mul(n(48), sumBy([], increase(METRICS.llmCost, 1800))), "a day"),
  limits: "none",
};

export const costRate: Panel = {
  kind: "timeseries",
  title: "Cost per hour by model",
  description: "Which model costs how much at this pace?",
  unit: "USD/h",
  noValue: NO_PRICE,
  width: 8,
  queries: one(perHour(MODEL), MODEL_LEGEND),
  stacked: true,
};

export const costRateByAgent: Panel = {
  kind: "timeseries",
  title: "Cost per hour by agent",
  description: "Which agent spends the money, and since when? Follow a line to its traces.",
  unit: "USD/h",
  noValue: NO_PRICE,
  alert: "AgentCostSurge",
  width: 8,
  queries: one(perHour(AGENT), AGENT_LEGEND),
  stacked: true,
  traces: true,
};

export const costByModel: Panel = {
  kind: "bargauge",
  title: "Cost by model",
  description: "Where does the money go?",
  unit: "USD",
  noValue: NO_PRICE,
  width: 8,
  queries: one(spent(MODEL, "range"), MODEL_LEGEND),
  limits: "none",
};

export const costByAgent: Panel = {
  kind: "bargauge",
  title: "Cost by agent",
  description: "Whose money is it?",
  unit: "USD",
  noValue: NO_PRICE,
  width: 8,
  queries: one(spent(AGENT, "range"), AGENT_LEGEND),
  limits: "none",
};

export const costTable: Panel = {
  kind: "table",
  title: "Cost and tokens of each agent",
  description: "Which agent is expensive because it works much, and which because each run is?",
  unit: "USD",
  noValue: NO_PRICE,
  width: 24,
  rows: AGENT_ROWS,
  queries: [
    { query: spent(AGENT, "range"), legend: "Cost" },
    {
      query: div(spent(AGENT, "range"), gt(sumBy(AGENT, increase(METRICS.runs, "range")), n(0))),
      legend: "Cost of a run",
    },
    {
      query: sumBy(AGENT, increase(METRICS.llmTokens, "range", { gen_ai_token_type: "input" })),
      legend: "Input tokens",
    },
    {
      query: sumBy(AGENT, increase(METRICS.llmTokens, "range", { gen_ai_token_type: "output" })),
      legend: "Output tokens",
    },
    { query: cachedShare(AGENT, "range"), legend: "Read from cache" },
  ],
  columns: {
    Cost: { unit: "USD", limits: "none" },
    "Cost of a run": { unit: "USD", limits: "none" },
    "Input tokens": { unit: "tokens", limits: "none" },
    "Output tokens": { unit: "tokens", limits: "none" },
    "Read from cache": { unit: "percent", limits: "none" },
  },
};

/** Share of the input tokens that the provider had cached: they cost a tenth to a half. */
export function cachedShare(by: GroupBy, window: Window): Query {
  return percentage(
    sumBy(by, increase(METRICS.llmTokens, window, { gen_ai_token_type: "cache_read" })),
    sumBy(by, increase(METRICS.llmTokens, window, { gen_ai_token_type: "input" })),
  );
}

export const unpricedCalls: Panel = {
  kind: "timeseries",
  title: "Calls without a price by model",
  description:
    "What is missing from the cost? Add the model with its prices to `agentobs:models`; a stream that was cut has no usage to price.",
  unit: "calls",
  noValue: "every call has a price",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(
    sumBy(
      MODEL,
      increase(METRICS.llmCallsUncovered, "step", { reason: { anyOf: ["no_price", "no_usage"] } }),
    ),
    MODEL_LEGEND,
  ),
  stacked: true,
};

export const tracesOfCost: Panel = {
  kind: "table",
  title: "Traces behind the cost",
  description:
    "Which runs cost what? Follow an agent to its traces: each model call carries its cost.",
  unit: "USD",
  noValue: NO_PRICE,
  width: 24,
  rows: { ...AGENT_ROWS, gen_ai_request_model: "Model" },
  queries: [
    { query: spent([...AGENT, ...MODEL], "range"), legend: "Cost" },
    {
      query: orZero(
        sumBy([...AGENT, ...MODEL], increase(METRICS.llmTokens, "range", IN_AND_OUT)),
        spent([...AGENT, ...MODEL], "range"),
      ),
      legend: "Tokens",
    },
  ],
  columns: { Cost: { unit: "USD", limits: "none" }, Tokens: { unit: "tokens", limits: "none" } },
  traces: true,
};
