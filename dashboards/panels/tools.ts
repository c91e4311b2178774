import { mul, n } from "@grafana/promql-builder";
import { METRICS } from "../../components/core/metrics.ts";
import { quantile, rate, sumBy } from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import {
  AGENT,
  AGENT_LEGEND,
  heat,
  NO_TOOLS,
  one,
  p95By,
  TOOL,
  TOOL_LEGEND,
  TOOL_ROWS,
} from "./shared.ts";
import {
  toolCallsBy,
  failedToolsBy,
  toolSuccessBy,
  BY_TOOL,
  BY_TOOL_LEGEND,
} from "./tool-counts.ts";

export const toolRate: Panel = {
  kind: "timeseries",
  title: "Tool calls per minute by tool",
  description:
    "Which tools carry the work? A line that falls to zero is a tool that agents gave up.",
  unit: "calls/min",
  noValue: NO_TOOLS,
  width: 12,
  queries: one(mul(n(60), sumBy(BY_TOOL, rate(METRICS.toolCalls, "step"))), BY_TOOL_LEGEND),
  stacked: true,
};

export const toolRateByAgent: Panel = {
  kind: "timeseries",
  title: "Tool calls per minute by agent",
  description: "Which agent calls tools how often? A jump without more runs is a loop.",
  unit: "calls/min",
  noValue: NO_TOOLS,
  width: 12,
  queries: one(mul(n(60), sumBy(AGENT, rate(METRICS.toolCalls, "step"))), AGENT_LEGEND),
  stacked: true,
  traces: true,
};

export const toolSuccessByTool: PanelOf = ({ alerts: { toolFailure } }) => ({
  kind: "timeseries",
  title: "Tool success by tool",
  description: "Which tool fails, and since when?",
  unit: "percent",
  noValue: NO_TOOLS,
  width: 8,
  queries: one(toolSuccessBy(BY_TOOL, "step"), BY_TOOL_LEGEND),
  limits: { bad: "below", critical: toolFailure.successBelowPercent },
  alert: "AgentToolFailureSpike",
});

export const toolErrors: Panel = {
  kind: "timeseries",
  title: "Failed tool calls by error",
  description: "Why do tools fail? Timeouts ask for another fix than refusals.",
  unit: "calls/min",
  noValue: "no failed calls",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(
    mul(
      n(60),
      sumBy(
        ["gen_ai_tool_name", "error_type"],
        rate(METRICS.toolCalls, "step", { tool_success: "false" }),
      ),
    ),
    "{{gen_ai_tool_name}}: {{error_type}}",
  ),
  stacked: true,
};

export const failedToolsByService: Panel = {
  kind: "timeseries",
  title: "Failed tool calls by service",
  description: "Whose calls fail? Follow a line to the traces of that tool.",
  unit: "calls",
  noValue: "no failed calls",
  width: 8,
  emptyWhenHealthy: true,
  queries: one(failedToolsBy(TOOL, "step"), TOOL_LEGEND),
  traces: true,
};

export const toolLatency: Panel = {
  kind: "timeseries",
  title: "Tool latency p95 by tool",
  description: "Which tool keeps the agents waiting?",
  unit: "seconds",
  noValue: NO_TOOLS,
  width: 8,
  queries: p95By(METRICS.toolDuration, BY_TOOL, BY_TOOL_LEGEND),
};

export const toolHeatmap: Panel = {
  kind: "heatmap",
  title: "Tool latency spread",
  description: "Are tools slow as a whole, or is there a second, slow kind of call?",
  unit: "seconds",
  noValue: NO_TOOLS,
  width: 8,
  queries: heat(METRICS.toolDuration),
};

export const callsByTool: Panel = {
  kind: "bargauge",
  title: "Calls by tool",
  description: "Which tools do agents rely on?",
  unit: "calls",
  noValue: NO_TOOLS,
  width: 8,
  queries: one(toolCallsBy(BY_TOOL, "range"), BY_TOOL_LEGEND),
  limits: "none",
};

export const tracesOfTools: PanelOf = ({ alerts: { toolFailure } }) => ({
  kind: "table",
  title: "Traces behind the tools",
  description: "Which tool of which service stands out? Follow a tool to its traces.",
  unit: "calls",
  noValue: NO_TOOLS,
  width: 24,
  rows: TOOL_ROWS,
  queries: [
    { query: toolCallsBy(TOOL, "range"), legend: "Calls" },
    { query: toolSuccessBy(TOOL, "range"), legend: "Success" },
    { query: quantile(0.95, METRICS.toolDuration, "range", TOOL), legend: "Latency p95" },
  ],
  columns: {
    Calls: { unit: "calls", limits: "none" },
    Success: {
      unit: "percent",
      limits: { bad: "below", critical: toolFailure.successBelowPercent },
    },
    "Latency p95": { unit: "seconds", limits: "none" },
  },
  traces: true,
});
