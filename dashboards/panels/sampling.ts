import { mul, n } from "@grafana/promql-builder";
import { increase, latest, maxBy, rate, sumBy } from "../../components/core/promql.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import type { Panel } from "../panel.ts";
import { COLLECTORS, one } from "./shared.ts";

export const decisions: Panel = {
  kind: "timeseries",
  title: "Sampling decisions",
  description: "Which share of the traces is kept? `dropped` ones were too large to be judged.",
  unit: "traces/min",
  noValue: "no trace was decided",
  width: 8,
  queries: one(
    mul(n(60), sumBy(["decision"], rate(SELF_METRICS.tracesSampled, "step", COLLECTORS))),
    "{{decision}}",
  ),
  stacked: true,
};

export const keptByPolicy: Panel = {
  kind: "timeseries",
  title: "Traces kept by policy",
  description:
    "Why are traces kept? `errors`, `slow` and `loops` grow with trouble, `baseline` with traffic.",
  unit: "traces/min",
  noValue: "no trace was kept",
  width: 8,
  queries: one(
    mul(
      n(60),
      sumBy(
        ["policy"],
        rate(SELF_METRICS.tracesDecided, "step", { ...COLLECTORS, decision: "sampled" }),
      ),
    ),
    "{{policy}}",
  ),
  stacked: true,
};

export const tracesLost: Panel = {
  kind: "timeseries",
  title: "Traces lost before their decision",
  description:
    "Is the sampling buffer too small? Traces that it pushed out undecided, or dropped for their size. More `agentobs:traffic` gives a larger one.",
  unit: "traces",
  noValue: "none",
  alert: "SamplingBufferOverflow",
  width: 8,
  emptyWhenHealthy: true,
  queries: [
    {
      query: sumBy([], increase(SELF_METRICS.tracesDroppedEarly, "step", COLLECTORS)),
      legend: "pushed out",
    },
    {
      query: sumBy([], increase(SELF_METRICS.tracesTooLarge, "step", COLLECTORS)),
      legend: "too large",
    },
  ],
};

export const tracesUndecided: Panel = {
  kind: "timeseries",
  title: "Traces lost with a collector",
  description:
    "Did a collector end with traces in its sampling buffer? Those of the last hour: their metrics are counted, the traces are gone.",
  unit: "traces",
  noValue: "nothing was sampled yet",
  width: 8,
  queries: one(sumBy([], latest(SELF_METRICS.samplingTracesLost)), "lost"),
  limits: { bad: "above", warning: 1 },
};

export const lateSpans: Panel = {
  kind: "timeseries",
  title: "Spans after their trace's decision",
  description:
    "Do runs outlast the wait? Late spans follow the decision, which was made without them: a longer `agentobs:traffic.longestRunSeconds` waits for them.",
  unit: "spans/s",
  noValue: "none",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(
    sumBy(["sampled"], rate(SELF_METRICS.spansAfterDecision, "step", COLLECTORS)),
    "kept: {{sampled}}",
  ),
};

export const tracesWaiting: Panel = {
  kind: "timeseries",
  title: "Traces in the sampling buffer",
  description: "How many traces wait for their decision? They don't survive a kill.",
  unit: "traces",
  noValue: "the collector reports nothing",
  width: 8,
  queries: one(maxBy([], latest(SELF_METRICS.tracesInBuffer, COLLECTORS)), "waiting"),
};
