import { count } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import {
  increase,
  maxBy,
  percentage,
  present,
  quantile,
  sumBy,
} from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import { AGENT, IN_AND_OUT, NO_RUNS } from "./shared.ts";

export const activeAgents: PanelOf = ({ alerts: { missing } }) => ({
  kind: "stat",
  title: "Active agents",
  description: `How many agents sent a span in the last ${missing.silentSeconds} seconds?`,
  unit: "agents",
  noValue: "0",
  width: 4,
  queries: [
    {
      query: count(maxBy(AGENT, present(METRICS.lastSeen, missing.silentSeconds))),
      legend: "agents",
    },
  ],
  limits: { bad: "below", critical: 1 },
  alert: "AgentTracesMissing",
});

export const agentTable: PanelOf = ({ alerts }) => ({
  kind: "table",
  title: "Agents",
  description: "Which agent stands out?",
  unit: "runs",
  noValue: NO_RUNS,
  width: 18,
  rows: { gen_ai_agent_name: "Agent", service_name: "Service" },
  queries: [
    { query: sumBy(AGENT, increase(METRICS.runs, "range")), legend: "Runs" },
    {
      query: percentage(
        sumBy(AGENT, increase(METRICS.runs, "range", { status: "error" })),
        sumBy(AGENT, increase(METRICS.runs, "range")),
      ),
      legend: "Failed",
    },
    { query: quantile(0.95, METRICS.runDuration, "range", AGENT), legend: "Latency p95" },
    { query: quantile(0.95, METRICS.runIterations, "range", AGENT), legend: "Iterations p95" },
    {
      query: sumBy(AGENT, increase(METRICS.llmTokens, "range", IN_AND_OUT)),
      legend: "Tokens",
    },
    { query: sumBy(AGENT, increase(METRICS.llmCost, "range")), legend: "Cost" },
  ],
  columns: {
    Runs: { unit: "runs", limits: "none" },
    Failed: { unit: "percent", limits: { bad: "above", warning: 1, critical: 5 } },
    "Latency p95": {
      unit: "seconds",
      limits: { bad: "above", critical: alerts.latency.p99Seconds },
    },
    "Iterations p95": {
      unit: "iterations",
      limits: { bad: "above", warning: alerts.loop.iterations },
    },
    Tokens: { unit: "tokens", limits: "none" },
    Cost: { unit: "USD", limits: "none" },
  },
});

export const coverage: Panel = {
  kind: "timeseries",
  title: "LLM calls not measured, by reason",
  description:
    "What is missing from the numbers? no_price and no_window: add the model to the settings; no_usage: the SDK doesn't report tokens (streamed calls often need an option).",
  unit: "calls",
  noValue: "every call is measured",
  width: 8,
  emptyWhenHealthy: true,
  queries: [
    {
      query: sumBy(["reason"], increase(METRICS.llmCallsUncovered, "step")),
      legend: "{{reason}}",
    },
  ],
  stacked: true,
};
