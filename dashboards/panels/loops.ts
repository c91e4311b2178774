import { gt, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import {
  observations,
  observationsAbove,
  percentage,
  sumBy,
} from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import { AGENT, AGENT_LEGEND, heat, one, percentiles } from "./shared.ts";

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
  details: "agent-runs",
});

export const loopsByAgent: PanelOf = ({ alerts: { loop } }) => ({
  kind: "timeseries",
  title: `Runs over ${loop.iterations} iterations by agent`,
  description: "Which agent goes round in circles, and since when? Follow a line to its traces.",
  unit: "runs",
  noValue: "none",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(
    gt(observationsAbove(METRICS.runIterations, loop.iterations, "step", AGENT), n(0)),
    AGENT_LEGEND,
  ),
  limits: { bad: "above", warning: 1 },
  alert: "AgentLoopIterationsHigh",
  traces: true,
});

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

export const iterationsHeatmap: Panel = {
  kind: "heatmap",
  title: "Loop iterations spread",
  description: "Do most runs need a few iterations and some very many?",
  unit: "iterations",
  noValue: "no run reports its iterations",
  width: 8,
  queries: heat(METRICS.runIterations),
};
