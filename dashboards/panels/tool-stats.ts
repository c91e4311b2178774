import { count, div, gt, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { increase, quantile, sumBy } from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import { NO_TOOLS, one } from "./shared.ts";
import { toolCallsBy, failedToolsBy, toolSuccessBy, BY_TOOL } from "./tool-counts.ts";

export const toolCalls: Panel = {
  kind: "stat",
  title: "Tool calls",
  description: "How much do the agents use their tools?",
  unit: "calls",
  noValue: NO_TOOLS,
  width: 4,
  queries: one(toolCallsBy([], "range"), "calls"),
  limits: "none",
};

export const toolsUsed: Panel = {
  kind: "stat",
  title: "Tools in use",
  description: "How many tools were called? More than you know of: an agent found a new one.",
  unit: "tools",
  noValue: NO_TOOLS,
  width: 4,
  queries: one(count(gt(toolCallsBy(BY_TOOL, "range"), n(0))), "tools"),
  limits: "none",
};

export const callsPerRun: Panel = {
  kind: "stat",
  title: "Tool calls of a run",
  description: "How many tools does one run call on average? A rise without new work is a loop.",
  unit: "calls",
  noValue: NO_TOOLS,
  width: 4,
  queries: one(
    div(toolCallsBy([], "range"), gt(sumBy([], increase(METRICS.runs, "range")), n(0))),
    "a run",
  ),
  limits: "none",
};

export const toolSuccess: PanelOf = ({ alerts: { toolFailure } }) => ({
  kind: "stat",
  title: "Tool success",
  description: `Do the tools work? Share of tool calls that succeeded; under ${toolFailure.successBelowPercent} % agents guess or give up.`,
  unit: "percent",
  noValue: NO_TOOLS,
  width: 4,
  queries: one(toolSuccessBy([], "range"), "success"),
  limits: { bad: "below", critical: toolFailure.successBelowPercent },
  alert: "AgentToolFailureSpike",
  details: "tools",
});

export const failedTools: Panel = {
  kind: "stat",
  title: "Failed tool calls",
  description: "How often did a tool fail? Each costs the agent a turn.",
  unit: "calls",
  noValue: "none",
  width: 4,
  emptyWhenHealthy: true,
  queries: one(failedToolsBy([], "range"), "failed"),
  limits: { bad: "above", warning: 1 },
};

export const toolP95: Panel = {
  kind: "stat",
  title: "Tool latency p95",
  description: "How long do agents wait for tools? 1 call of 20 takes longer than this.",
  unit: "seconds",
  noValue: NO_TOOLS,
  width: 4,
  queries: one(quantile(0.95, METRICS.toolDuration, "range"), "p95"),
  limits: "none",
};
