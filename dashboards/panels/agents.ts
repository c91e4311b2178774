import { count, gt, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import {
  increase,
  maxBy,
  observationsAbove,
  percentage,
  present,
  quantile,
  sumBy,
} from "../../components/core/promql.ts";
import { secondsSince } from "../../components/core/promql-time.ts";
import type { PanelOf } from "../panel.ts";
import {
  AGENT,
  AGENT_LEGEND,
  AGENT_ROWS,
  FAILED_LIMITS,
  IN_AND_OUT,
  NO_RUNS,
  one,
} from "./shared.ts";

export const activeAgents: PanelOf = ({ alerts: { missing } }) => ({
  kind: "stat",
  title: "Active agents",
  description: `How many agents sent a span in the last ${missing.silentSeconds} seconds?`,
  unit: "agents",
  noValue: "0",
  width: 4,
  queries: one(count(maxBy(AGENT, present(METRICS.lastSeen, missing.silentSeconds))), "agents"),
  limits: { bad: "below", critical: 1 },
  alert: "AgentTracesMissing",
  details: "agent-runs",
});

export const silence: PanelOf = ({ alerts: { missing } }) => ({
  kind: "timeseries",
  title: "Silent agents",
  description: `Which agent fell silent? Seconds since its last span, from ${missing.silentSeconds / 2} on; over ${missing.silentSeconds} it is missed, unless the settings call it intermittent.`,
  unit: "seconds",
  noValue: "no agent is silent",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(
    gt(
      secondsSince(METRICS.lastSeen, missing.seenWithinSeconds, AGENT),
      n(missing.silentSeconds / 2),
    ),
    AGENT_LEGEND,
  ),
  limits: { bad: "above", critical: missing.silentSeconds },
  alert: "AgentTracesMissing",
  traces: true,
});

export const agentTable: PanelOf = ({ alerts }) => ({
  kind: "table",
  title: "Agents",
  description: "Which agent stands out?",
  unit: "runs",
  noValue: NO_RUNS,
  width: 24,
  rows: AGENT_ROWS,
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
    Failed: { unit: "percent", limits: FAILED_LIMITS },
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

export const tracesOfAgents: PanelOf = ({ alerts: { latency, loop } }) => ({
  kind: "table",
  title: "Traces behind the runs",
  description:
    "Which runs are worth a look? Follow an agent to its traces, all of them or the failed ones.",
  unit: "runs",
  noValue: NO_RUNS,
  width: 24,
  rows: AGENT_ROWS,
  queries: [
    { query: sumBy(AGENT, increase(METRICS.runs, "range")), legend: "Runs" },
    {
      query: sumBy(AGENT, increase(METRICS.runs, "range", { status: "error" })),
      legend: "Failed",
    },
    {
      query: observationsAbove(METRICS.runDuration, latency.p99Seconds, "range", AGENT),
      legend: `Over ${latency.p99Seconds} s`,
    },
    {
      query: observationsAbove(METRICS.runIterations, loop.iterations, "range", AGENT),
      legend: `Over ${loop.iterations} iterations`,
    },
  ],
  columns: {
    Runs: { unit: "runs", limits: "none" },
    Failed: { unit: "runs", limits: { bad: "above", warning: 1 } },
    [`Over ${latency.p99Seconds} s`]: { unit: "runs", limits: { bad: "above", warning: 1 } },
    [`Over ${loop.iterations} iterations`]: {
      unit: "runs",
      limits: { bad: "above", warning: 1 },
    },
  },
  traces: true,
});
