import { count, gt, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { quantile } from "../../components/core/promql.ts";
import type { Panel } from "../panel.ts";
import { llmCallsBy, failedShareBy } from "./model-counts.ts";
import { FAILED_LIMITS, MODEL, NO_CALLS, one } from "./shared.ts";

export const llmCalls: Panel = {
  kind: "stat",
  title: "LLM calls",
  description: "How often did the agents ask a model?",
  unit: "calls",
  noValue: NO_CALLS,
  width: 4,
  queries: one(llmCallsBy([], "range"), "calls"),
  limits: "none",
};

export const modelsUsed: Panel = {
  kind: "stat",
  title: "Models in use",
  description: "How many models were asked? One more than yesterday: someone tries another.",
  unit: "models",
  noValue: NO_CALLS,
  width: 4,
  queries: one(count(gt(llmCallsBy(MODEL, "range"), n(0))), "models"),
  limits: "none",
};

export const failedCalls: Panel = {
  kind: "stat",
  title: "Failed LLM calls",
  description: "How many calls did a provider refuse or break off? From 5 % on users notice.",
  unit: "percent",
  noValue: NO_CALLS,
  width: 4,
  queries: one(failedShareBy([], "range"), "failed"),
  limits: FAILED_LIMITS,
};

export const llmLatencyP95: Panel = {
  kind: "stat",
  title: "LLM latency p95",
  description: "How fast do the models answer? 1 call of 20 takes longer than this.",
  unit: "seconds",
  noValue: NO_CALLS,
  width: 4,
  queries: one(quantile(0.95, METRICS.llmDuration, "range"), "p95"),
  limits: "none",
  details: "models",
};

export const firstChunkP95: Panel = {
  kind: "stat",
  title: "Time to first chunk p95",
  description: "How long do users look at an empty page? 1 streamed answer of 20 begins later.",
  unit: "seconds",
  noValue: "no streamed calls",
  width: 4,
  queries: one(quantile(0.95, METRICS.llmTimeToFirstChunk, "range"), "p95"),
  limits: "none",
};
