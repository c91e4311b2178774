import { METRICS } from "../../components/core/metrics.ts";
import { increase, percentage, quantile, sumBy } from "../../components/core/promql.ts";
import type { Panel, PanelOf } from "../panel.ts";
import { NO_TOOLS } from "./shared.ts";

const SUCCESS = { tool_success: "true" } as const;

export const toolSuccess: PanelOf = ({ alerts: { toolFailure } }) => ({
  kind: "stat",
  title: "Tool success",
  description: `Do the tools work? Share of tool calls that succeeded; under ${toolFailure.successBelowPercent} % agents guess or give up.`,
  unit: "percent",
  noValue: NO_TOOLS,
  width: 4,
  queries: [
    {
      query: percentage(
        sumBy([], increase(METRICS.toolCalls, "range", SUCCESS)),
        sumBy([], increase(METRICS.toolCalls, "range")),
      ),
      legend: "success",
    },
  ],
  limits: { bad: "below", critical: toolFailure.successBelowPercent },
  alert: "AgentToolFailureSpike",
});

export const toolSuccessByTool: PanelOf = ({ alerts: { toolFailure } }) => ({
  kind: "timeseries",
  title: "Tool success by tool",
  description: "Which tool fails, and since when?",
  unit: "percent",
  noValue: NO_TOOLS,
  width: 8,
  queries: [
    {
      query: percentage(
        sumBy(["gen_ai_tool_name"], increase(METRICS.toolCalls, "step", SUCCESS)),
        sumBy(["gen_ai_tool_name"], increase(METRICS.toolCalls, "step")),
      ),
      legend: "{{gen_ai_tool_name}}",
    },
  ],
  limits: { bad: "below", critical: toolFailure.successBelowPercent },
  alert: "AgentToolFailureSpike",
});

export const toolLatency: Panel = {
  kind: "timeseries",
  title: "Tool latency p95 by tool",
  description: "Which tool keeps the agents waiting?",
  unit: "seconds",
  noValue: NO_TOOLS,
  width: 8,
  queries: [
    {
      query: quantile(0.95, METRICS.toolDuration, "step", ["gen_ai_tool_name"]),
      legend: "{{gen_ai_tool_name}}",
    },
  ],
};
