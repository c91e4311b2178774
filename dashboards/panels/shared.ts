import type { METRICS } from "../../components/core/metrics.ts";
import { type GroupBy, quantile } from "../../components/core/promql.ts";
import type { PanelQuery } from "../panel.ts";

/** An agent and the service that it runs in: what leads to its traces. */
export const AGENT = ["service_name", "gen_ai_agent_name"] as const satisfies GroupBy;
export const AGENT_LEGEND = "{{gen_ai_agent_name}} ({{service_name}})";

export const NO_RUNS = "no runs";
export const NO_CALLS = "no LLM calls";
export const NO_TOOLS = "no tool calls";

/** The other types are parts of these two: a sum over all would count twice. */
export const IN_AND_OUT = { gen_ai_token_type: { anyOf: ["input", "output"] } } as const;

type Histogram = Extract<(typeof METRICS)[keyof typeof METRICS], { kind: "histogram" }>;

/** Median, and the two percentiles that users complain about. */
export function percentiles(metric: Histogram): [PanelQuery, ...PanelQuery[]] {
  const at = (percent: number): PanelQuery => ({
    query: quantile(percent / 100, metric, "step"),
    legend: `p${percent}`,
  });
  return [at(50), at(95), at(99)];
}
