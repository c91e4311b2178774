import { mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { increase, percentage, quantile, rate, sumBy } from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import {
  AGENT,
  AGENT_LEGEND,
  FAILED_LIMITS,
  heat,
  NO_RUNS,
  one,
  p95By,
  percentiles,
} from "./shared.ts";

export const runCount: Panel = {
  kind: "stat",
  title: "Runs",
  description: "How much did the agents work? Runs that ended in the time range.",
  unit: "runs",
  noValue: NO_RUNS,
  width: 4,
  queries: one(sumBy([], increase(METRICS.runs, "range")), "runs"),
  limits: "none",
  details: "agent-runs",
};

export const failedRuns: Panel = {
  kind: "stat",
  title: "Failed runs",
  description: "How many runs ended in an error? From 5 % on users notice.",
  unit: "percent",
  noValue: NO_RUNS,
  width: 4,
  queries: [
    {
      query: percentage(
        sumBy([], increase(METRICS.runs, "range", { status: "error" })),
        sumBy([], increase(METRICS.runs, "range")),
      ),
      legend: "failed",
    },
  ],
  limits: FAILED_LIMITS,
  details: "agent-runs",
};

export const runLatencyP99: PanelOf = ({ alerts }) => ({
  kind: "stat",
  title: "Run latency p99",
  description: "How long do users wait in the worst case? 1 run of 100 takes longer than this.",
  unit: "seconds",
  noValue: NO_RUNS,
  width: 4,
  queries: one(quantile(0.99, METRICS.runDuration, "range"), "p99"),
  limits: { bad: "above", critical: alerts.latency.p99Seconds },
  alert: "AgentLatencyP99High",
  details: "agent-runs",
});

export const runRate: Panel = {
  kind: "timeseries",
  title: "Runs per minute by agent",
  description: "Which agent works how much? A line that falls to zero is an agent that stopped.",
  unit: "runs/min",
  noValue: NO_RUNS,
  width: 8,
  queries: one(mul(n(60), sumBy(AGENT, rate(METRICS.runs, "step"))), AGENT_LEGEND),
  stacked: true,
  traces: true,
};

export const failedRunsByAgent: Panel = {
  kind: "timeseries",
  title: "Failed runs by agent",
  description: "Whose runs fail? Follow a line to the traces of the agent.",
  unit: "percent",
  noValue: NO_RUNS,
  width: 8,
  queries: [
    {
      query: percentage(
        sumBy(AGENT, increase(METRICS.runs, "step", { status: "error" })),
        sumBy(AGENT, increase(METRICS.runs, "step")),
      ),
      legend: AGENT_LEGEND,
    },
  ],
  limits: FAILED_LIMITS,
  traces: true,
};

export const runLatency: PanelOf = ({ alerts }) => ({
  kind: "timeseries",
  title: "Run latency",
  description: "How long does a run take, from the user's question to the answer?",
  unit: "seconds",
  noValue: NO_RUNS,
  width: 8,
  queries: percentiles(METRICS.runDuration),
  limits: { bad: "above", critical: alerts.latency.p99Seconds },
  alert: "AgentLatencyP99High",
});

export const runLatencyHeatmap: Panel = {
  kind: "heatmap",
  title: "Run latency spread",
  description: "Are runs slow as a whole, or is there a second, slow kind of run?",
  unit: "seconds",
  noValue: NO_RUNS,
  width: 8,
  queries: heat(METRICS.runDuration),
};

export const runsByStatus: Panel = {
  kind: "timeseries",
  title: "Runs per minute by outcome",
  description: "Does the work get done?",
  unit: "runs/min",
  noValue: NO_RUNS,
  width: 8,
  queries: one(mul(n(60), sumBy(["status"], rate(METRICS.runs, "step"))), "{{status}}"),
  stacked: true,
};

export const runLatencyByAgent: PanelOf = ({ alerts }) => ({
  kind: "timeseries",
  title: "Run latency p95 by agent",
  description: "Whose users wait? Follow a line to the agent's traces.",
  unit: "seconds",
  noValue: NO_RUNS,
  width: 8,
  queries: p95By(METRICS.runDuration, AGENT, AGENT_LEGEND),
  limits: { bad: "above", critical: alerts.latency.p99Seconds },
  alert: "AgentLatencyP99High",
  traces: true,
});
