import type { METRICS } from "../../components/core/metrics.ts";
import { buckets, type GroupBy, type Query, quantile } from "../../components/core/promql.ts";
import type { PanelQuery } from "../panel.ts";

/** An agent and the service that it runs in: what leads to its traces. */
export const AGENT = ["service_name", "gen_ai_agent_name"] as const satisfies GroupBy;
export const AGENT_LEGEND = "{{gen_ai_agent_name}} ({{service_name}})";
export const AGENT_ROWS = { gen_ai_agent_name: "Agent", service_name: "Service" } as const;

/** A tool and the service that calls it. */
export const TOOL = ["service_name", "gen_ai_tool_name"] as const satisfies GroupBy;
export const TOOL_LEGEND = "{{gen_ai_tool_name}} ({{service_name}})";
export const TOOL_ROWS = { gen_ai_tool_name: "Tool", service_name: "Service" } as const;

export const MODEL = ["gen_ai_request_model"] as const satisfies GroupBy;
export const MODEL_LEGEND = "{{gen_ai_request_model}}";
/** A model as one agent uses it. */
export const AGENT_MODEL = [...AGENT, ...MODEL] as const satisfies GroupBy;
export const AGENT_MODEL_ROWS = { ...AGENT_ROWS, gen_ai_request_model: "Model" } as const;

export const NO_RUNS = "no runs";
export const NO_CALLS = "no LLM calls";
export const NO_TOOLS = "no tool calls";

/** The other types are parts of these two: a sum over all would count twice. */
export const IN_AND_OUT = { gen_ai_token_type: { anyOf: ["input", "output"] } } as const;

/** What agents send to. Jaeger exposes metrics of the same names. */
export const GATEWAYS = { job: "collector" } as const;
/** The collectors of both tiers. */
export const COLLECTORS = { job: { anyOf: ["collector", "sampler"] } } as const;

export const FAILED_CALL = { error_type: { not: "" } } as const;
export const FAILED_LIMITS = { bad: "above", warning: 1, critical: 5 } as const;

export type Histogram = Extract<(typeof METRICS)[keyof typeof METRICS], { kind: "histogram" }>;

/** Median, and the two percentiles that users complain about. */
export function percentiles(metric: Histogram): [PanelQuery, ...PanelQuery[]] {
  const at = (percent: number): PanelQuery => ({
    query: quantile(percent / 100, metric, "step"),
    legend: `p${percent}`,
  });
  return [at(50), at(95), at(99)];
}

/** One line per value of the legend's labels, instead of one per percentile. */
export function p95By(metric: Histogram, by: GroupBy, legend: string): readonly [PanelQuery] {
  return [{ query: quantile(0.95, metric, "step", by), legend }];
}

export function heat(metric: Histogram): readonly [PanelQuery] {
  return [{ query: buckets(metric, "step"), legend: "{{le}}" }];
}

export const one = (query: Query, legend: string): readonly [PanelQuery] => [{ query, legend }];
