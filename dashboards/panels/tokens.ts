import { div, gt, mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { increase, rate, sumBy, total } from "../../components/core/promql.ts";
import type { Panel } from "../panel.ts";
import { cachedShare } from "./cost.ts";
import { AGENT, AGENT_LEGEND, IN_AND_OUT, MODEL, MODEL_LEGEND, NO_CALLS, one } from "./shared.ts";

export const tokenCount: Panel = {
  kind: "stat",
  title: "Tokens",
  description: "How many tokens went in and out?",
  unit: "tokens",
  noValue: NO_CALLS,
  width: 4,
  queries: one(sumBy([], increase(METRICS.llmTokens, "range", IN_AND_OUT)), "tokens"),
  limits: "none",
  details: "cost",
};

export const cacheHits: Panel = {
  kind: "stat",
  title: "Input read from cache",
  description:
    "How much of the input had the provider cached? Cached tokens cost a tenth to a half: a stable beginning of the prompt raises this share.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 4,
  queries: one(cachedShare([], "range"), "cached"),
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
  queries: one(
    mul(n(60), sumBy(["gen_ai_token_type"], rate(METRICS.llmTokens, "step"))),
    "{{gen_ai_token_type}}",
  ),
};

export const tokenRateByAgent: Panel = {
  kind: "timeseries",
  title: "Tokens per minute by agent",
  description: "Which agent uses the quota of the provider? Follow a line to its traces.",
  unit: "tokens/min",
  noValue: NO_CALLS,
  width: 8,
  queries: one(mul(n(60), sumBy(AGENT, rate(METRICS.llmTokens, "step", IN_AND_OUT))), AGENT_LEGEND),
  stacked: true,
  traces: true,
};

export const cacheHitsByModel: Panel = {
  kind: "timeseries",
  title: "Input read from cache by model",
  description: "Does caching work? A fall shows that something at the start of the prompt changed.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 8,
  queries: one(cachedShare(MODEL, "step"), MODEL_LEGEND),
};

export const outputSpeed: Panel = {
  kind: "timeseries",
  title: "Output tokens per second of model time",
  description:
    "How fast do the models write? Slow calls with a normal speed are long answers, not a slow provider.",
  unit: "tokens/s",
  noValue: NO_CALLS,
  width: 8,
  queries: one(
    div(
      sumBy(MODEL, increase(METRICS.llmTokens, "step", { gen_ai_token_type: "output" })),
      gt(sumBy(MODEL, total(METRICS.llmDuration, "step")), n(0)),
    ),
    MODEL_LEGEND,
  ),
};
