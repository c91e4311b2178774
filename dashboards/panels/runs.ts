import { mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import {
  buckets,
  increase,
  observations,
  observationsAbove,
  percentage,
  quantile,
  rate,
  sumBy,
} from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import { AGENT, AGENT_LEGEND, NO_RUNS, percentiles } from "./shared.ts";

export const runCount: Panel = {
  kind: "stat",
  title: "Runs",
  description: "How much did the agents work? Runs that ended in the time range.",
  unit: "runs",
  noValue: NO_RUNS,
  width: 4,
  queries: [{ query: sumBy([], increase(METRICS.runs, "range")), legend: "runs" }],
  limits: "none",
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
  limits: { bad: "above", warning: 1, critical: 5 },
};

export const runLatencyP99: PanelOf = ({ alerts }) => ({
  kind: "stat",
  title: "Run latency p99",
  description: "How long do users wait in the worst case? 1 run of 100 takes longer than this.",
  unit: "seconds",
  noValue: NO_RUNS,
  width: 4,
  queries: [{ query: quantile(0.99, METRICS.runDuration, "range"), legend: "p99" }],
  limits: { bad: "above", critical: alerts.latency.p99Seconds },
  alert: "AgentLatencyP99High",
});

export const loopingRuns: PanelOf = ({ alerts: { loop } }) => ({
  kind: "stat",
  title: `Runs over ${loop.iterations} iterations`,
  description: `Do agents go round in circles? Share of runs that needed more than ${loop.iterations} iterations of their loop.`,
  unit: "percent",
  noValue: "no run reports its iterations",
  width: 4,
  queries: [
    {
      query: percentage(
        observationsAbove(METRICS.runIterations, loop.iterations, "range"),
        sumBy([], observations(METRICS.runIterations, "range")),
      ),
      legend: "looping",
    },
  ],
  limits: { bad: "above", warning: loop.overPercent },
  alert: "AgentLoopIterationsHigh",
});

export const runRate: Panel = {
  kind: "timeseries",
  title: "Runs per minute by agent",
  description: "Which agent works how much? A line that falls to zero is an agent that stopped.",
  unit: "runs/min",
  noValue: NO_RUNS,
  width: 8,
  queries: [{ query: mul(n(60), sumBy(AGENT, rate(METRICS.runs, "step"))), legend: AGENT_LEGEND }],
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
  limits: { bad: "above", warning: 1, critical: 5 },
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
  queries: [{ query: buckets(METRICS.runDuration, "step"), legend: "{{le}}" }],
};

export const iterations: PanelOf = ({ alerts }) => ({
  kind: "timeseries",
  title: "Loop iterations of a run",
  description: "How often do agents go round before they answer?",
  unit: "iterations",
  noValue: "no run reports its iterations",
  width: 8,
  queries: percentiles(METRICS.runIterations),
  limits: { bad: "above", warning: alerts.loop.iterations },
  alert: "AgentLoopIterationsHigh",
});
