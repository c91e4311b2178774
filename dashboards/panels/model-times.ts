import { METRICS } from "../../components/core/metrics.ts";
import type { Panel } from "../panel.ts";
import { heat, MODEL, MODEL_LEGEND, NO_CALLS, p95By, percentiles } from "./shared.ts";

export const llmLatency: Panel = {
  kind: "timeseries",
  title: "LLM latency",
  description: "How fast do the models answer?",
  unit: "seconds",
  noValue: NO_CALLS,
  width: 8,
  queries: percentiles(METRICS.llmDuration),
};

export const llmLatencyByModel: Panel = {
  kind: "timeseries",
  title: "LLM latency p95 by model",
  description: "Which model is slow? Compare with its input: long prompts take longer.",
  unit: "seconds",
  noValue: NO_CALLS,
  width: 8,
  queries: p95By(METRICS.llmDuration, MODEL, MODEL_LEGEND),
};

export const llmHeatmap: Panel = {
  kind: "heatmap",
  title: "LLM latency spread",
  description: "Are all calls slow, or is there a second, slow kind of call?",
  unit: "seconds",
  noValue: NO_CALLS,
  width: 8,
  queries: heat(METRICS.llmDuration),
};

export const timeToFirstChunk: Panel = {
  kind: "timeseries",
  title: "Time to first chunk p95 by model",
  description: "How long until a streamed answer begins?",
  unit: "seconds",
  noValue: "no streamed calls",
  width: 8,
  queries: p95By(METRICS.llmTimeToFirstChunk, MODEL, MODEL_LEGEND),
};
