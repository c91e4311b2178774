import { mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import {
  increase,
  observationRate,
  observations,
  percentage,
  quantile,
  sumBy,
} from "../../components/core/promql.ts";
import type { Panel } from "../panel.ts";
import { NO_CALLS, percentiles } from "./shared.ts";

export const llmLatencyP95: Panel = {
  kind: "stat",
  title: "LLM latency p95",
  description: "How fast do the models answer? 1 call of 20 takes longer than this.",
  unit: "seconds",
  noValue: NO_CALLS,
  width: 4,
  queries: [{ query: quantile(0.95, METRICS.llmDuration, "range"), legend: "p95" }],
  limits: "none",
};

export const unmeasuredCalls: Panel = {
  kind: "stat",
  title: "LLM calls not fully measured",
  description:
    "Can the numbers be trusted? Share of calls without a price, without usage or of a model whose context window is unknown: their tokens, cost or context use are missing.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 4,
  queries: [
    {
      query: percentage(
        sumBy([], increase(METRICS.llmCallsUncovered, "range")),
        sumBy([], observations(METRICS.llmDuration, "range")),
      ),
      legend: "not measured",
    },
  ],
  limits: { bad: "above", warning: 1, critical: 10 },
};

export const llmErrors: Panel = {
  kind: "timeseries",
  title: "Failed LLM calls by error",
  description: "Why do models refuse? Rate limits, timeouts and bad requests look different here.",
  unit: "calls/min",
  noValue: "no failed calls",
  width: 8,
  emptyWhenHealthy: true,
  queries: [
    {
      query: mul(
        n(60),
        sumBy(
          ["error_type", "gen_ai_request_model"],
          observationRate(METRICS.llmDuration, "step", { error_type: { not: "" } }),
        ),
      ),
      legend: "{{error_type}} ({{gen_ai_request_model}})",
    },
  ],
};

export const llmLatency: Panel = {
  kind: "timeseries",
  title: "LLM latency",
  description: "How fast do the models answer?",
  unit: "seconds",
  noValue: NO_CALLS,
  width: 8,
  queries: percentiles(METRICS.llmDuration),
};

export const timeToFirstChunk: Panel = {
  kind: "timeseries",
  title: "Time to first chunk p95 by model",
  description: "How long until a streamed answer begins?",
  unit: "seconds",
  noValue: "no streamed calls",
  width: 8,
  queries: [
    {
      query: quantile(0.95, METRICS.llmTimeToFirstChunk, "step", ["gen_ai_request_model"]),
      legend: "{{gen_ai_request_model}}",
    },
  ],
};
