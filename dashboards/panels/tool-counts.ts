import { METRICS } from "../../components/core/metrics.ts";
import { type GroupBy, increase, percentage, sumBy } from "../../components/core/promql.ts";
import type { Window } from "../../components/core/promql-series.ts";

export const BY_TOOL = ["gen_ai_tool_name"] as const satisfies GroupBy;
export const BY_TOOL_LEGEND = "{{gen_ai_tool_name}}";
export const toolCallsBy = (by: GroupBy, window: Window) =>
  sumBy(by, increase(METRICS.toolCalls, window));
/** In percent of the calls. */
export const toolSuccessBy = (by: GroupBy, window: Window) =>
  percentage(
    sumBy(by, increase(METRICS.toolCalls, window, { tool_success: "true" })),
    toolCallsBy(by, window),
  );
export const failedToolsBy = (by: GroupBy, window: Window) =>
  sumBy(by, increase(METRICS.toolCalls, window, { tool_success: "false" }));
