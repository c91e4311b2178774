import { div, gt, mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { increase, observationRate, quantile, sumBy } from "../../components/core/promql.ts";
import type { Panel } from "../panel.ts";
import { llmCallsBy, failedShareBy } from "./model-counts.ts";
import {
  AGENT_MODEL,
  AGENT_MODEL_ROWS,
  FAILED_CALL,
  FAILED_LIMITS,
  MODEL,
  MODEL_LEGEND,
  NO_CALLS,
  one,
} from "./shared.ts";

export const callRate: Panel = {
  kind: "timeseries",
  title: "LLM calls per minute by model",
  description: "Which model carries the work? A provider limits calls per minute.",
  unit: "calls/min",
  noValue: NO_CALLS,
  width: 8,
  queries: one(
    mul(n(60), sumBy(MODEL, observationRate(METRICS.llmDuration, "step"))),
    MODEL_LEGEND,
  ),
  stacked: true,
};

export const callRateByProvider: Panel = {
  kind: "timeseries",
  title: "LLM calls per minute by provider",
  description: "Who is asked for what? Chats and embeddings differ in price and speed.",
  unit: "calls/min",
  noValue: NO_CALLS,
  width: 8,
  queries: one(
    mul(
      n(60),
      sumBy(
        ["gen_ai_provider_name", "gen_ai_operation_name"],
        observationRate(METRICS.llmDuration, "step"),
      ),
    ),
    "{{gen_ai_provider_name}}: {{gen_ai_operation_name}}",
  ),
  stacked: true,
};

export const llmErrors: Panel = {
  kind: "timeseries",
  title: "Failed LLM calls by error",
  description: "Why do models refuse? Rate limits, timeouts and bad requests look different here.",
  unit: "calls/min",
  noValue: "no failed calls",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(
    mul(
      n(60),
      sumBy(
        ["error_type", "gen_ai_request_model"],
        observationRate(METRICS.llmDuration, "step", FAILED_CALL),
      ),
    ),
    "{{error_type}} ({{gen_ai_request_model}})",
  ),
};

export const failedCallsByModel: Panel = {
  kind: "timeseries",
  title: "Failed LLM calls by model",
  description: "Which model's provider has trouble?",
  unit: "percent",
  noValue: NO_CALLS,
  width: 8,
  queries: one(failedShareBy(MODEL, "step"), MODEL_LEGEND),
  limits: FAILED_LIMITS,
};

export const modelTable: Panel = {
  kind: "table",
  title: "Models",
  description: "Which model is worth its price?",
  unit: "calls",
  noValue: NO_CALLS,
  width: 24,
  rows: { gen_ai_request_model: "Model" },
  queries: [
    { query: llmCallsBy(MODEL, "range"), legend: "Calls" },
    { query: failedShareBy(MODEL, "range"), legend: "Failed" },
    { query: quantile(0.95, METRICS.llmDuration, "range", MODEL), legend: "Latency p95" },
    { query: sumBy(MODEL, increase(METRICS.llmCost, "range")), legend: "Cost" },
    {
      query: mul(
        n(1000),
        div(sumBy(MODEL, increase(METRICS.llmCost, "range")), gt(llmCallsBy(MODEL, "range"), n(0))),
      ),
      legend: "Cost of 1000 calls",
    },
  ],
  columns: {
    Calls: { unit: "calls", limits: "none" },
    Failed: { unit: "percent", limits: FAILED_LIMITS },
    "Latency p95": { unit: "seconds", limits: "none" },
    Cost: { unit: "USD", limits: "none" },
    "Cost of 1000 calls": { unit: "USD", limits: "none" },
  },
};

export const tracesOfModels: Panel = {
  kind: "table",
  title: "Traces behind the models",
  description: "Which agent has trouble with which model? Follow an agent to its traces.",
  unit: "calls",
  noValue: NO_CALLS,
  width: 24,
  rows: AGENT_MODEL_ROWS,
  queries: [
    { query: llmCallsBy(AGENT_MODEL, "range"), legend: "Calls" },
    { query: failedShareBy(AGENT_MODEL, "range"), legend: "Failed" },
    { query: quantile(0.95, METRICS.llmDuration, "range", AGENT_MODEL), legend: "Latency p95" },
  ],
  columns: {
    Calls: { unit: "calls", limits: "none" },
    Failed: { unit: "percent", limits: FAILED_LIMITS },
    "Latency p95": { unit: "seconds", limits: "none" },
  },
  traces: true,
};
