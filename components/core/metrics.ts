/**
 * Every metric that the kit derives or reads, once. Frozen: later work adds rows and renames none.
 *
 * Names follow the OpenTelemetry metric conventions; `prometheus` is what they become on the way
 * to a Prometheus-compatible store (unit and type suffixes, dots to underscores):
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
 */
interface DerivedMetric {
  /** OpenTelemetry name, as the collector emits it. */
  readonly otel: string;
  /** UCUM unit of the OpenTelemetry metric. */
  readonly unit:
    | "{run}"
    | "{iteration}"
    | "{call}"
    | "{token}"
    | "{span}"
    | "{item}"
    | "{value}"
    | "{USD}"
    | "s"
    | "%";
  /** Base name in Prometheus form; a histogram adds `_bucket`, `_sum` and `_count`. */
  readonly prometheus: string;
  readonly kind: "counter" | "gauge" | "histogram";
  /** Upper bounds of the buckets, in `unit`. The plan adds the alert thresholds to them. */
  readonly buckets?: readonly number[];
  /** Prometheus label names besides `COMMON_LABELS`. */
  readonly labels: readonly Label[];
  readonly description: string;
}

/** Prometheus label → the attribute that it comes from. */
export const LABELS = {
  service_name: "service.name",
  deployment_environment_name: "deployment.environment.name",
  gateway: "gateway",
  gen_ai_agent_name: "gen_ai.agent.name",
  gen_ai_request_model: "gen_ai.request.model",
  gen_ai_provider_name: "gen_ai.provider.name",
  gen_ai_operation_name: "gen_ai.operation.name",
  gen_ai_tool_name: "gen_ai.tool.name",
  gen_ai_token_type: "gen_ai.token.type",
  error_type: "error.type",
  status: "status",
  tool_success: "tool.success",
  reason: "reason",
  convention: "convention",
  where: "where",
  attribute: "attribute",
} as const;
export type Label = keyof typeof LABELS;

/** On every derived metric. `gateway` is the collector replica that counted. */
export const COMMON_LABELS = ["service_name", "deployment_environment_name", "gateway"] as const;

const A = "gen_ai_agent_name";
const M = "gen_ai_request_model";
const P = "gen_ai_provider_name";

/** Derived from all spans, before any sampling. */
export const METRICS = {
  runs: {
    otel: "agent.runs",
    unit: "{run}",
    prometheus: "agent_runs_total",
    kind: "counter",
    labels: [A, "status"],
    description: "Agent runs",
  },
  runDuration: {
    otel: "agent.run.duration",
    unit: "s",
    prometheus: "agent_run_duration_seconds",
    kind: "histogram",
    buckets: [0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600],
    labels: [A, "status"],
    description: "End-to-end run latency",
  },
  runIterations: {
    otel: "agent.run.iterations",
    unit: "{iteration}",
    prometheus: "agent_run_iterations",
    kind: "histogram",
    buckets: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
    labels: [A, "status"],
    description: "Loop iterations of one run",
  },
  toolCalls: {
    otel: "agent.tool.calls",
    unit: "{call}",
    prometheus: "agent_tool_calls_total",
    kind: "counter",
    labels: [A, "gen_ai_tool_name", "tool_success", "error_type"],
    description: "Tool calls",
  },
  toolDuration: {
    otel: "agent.tool.duration",
    unit: "s",
    prometheus: "agent_tool_duration_seconds",
    kind: "histogram",
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    labels: [A, "gen_ai_tool_name"],
    description: "Tool call latency",
  },
  llmDuration: {
    otel: "agent.llm.duration",
    unit: "s",
    prometheus: "agent_llm_duration_seconds",
    kind: "histogram",
    buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120],
    labels: [A, M, P, "gen_ai_operation_name", "error_type"],
    description: "LLM call latency",
  },
  llmTimeToFirstChunk: {
    otel: "agent.llm.time_to_first_chunk",
    unit: "s",
    prometheus: "agent_llm_time_to_first_chunk_seconds",
    kind: "histogram",
    buckets: [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20],
    labels: [A, M],
    description: "Time until a streamed answer begins",
  },
  llmTokens: {
    otel: "agent.llm.tokens",
    unit: "{token}",
    prometheus: "agent_llm_tokens_total",
    kind: "counter",
    labels: [A, M, P, "gen_ai_token_type"],
    description:
      "Tokens by type; cache_read, cache_write and reasoning are parts of input and output",
  },
  llmInputTokens: {
    otel: "agent.llm.input_tokens",
    unit: "{token}",
    prometheus: "agent_llm_input_tokens",
    kind: "histogram",
    buckets: [256, 1024, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 1048576],
    labels: [A, M],
    description: "Input tokens of one call",
  },
  llmContextUtilization: {
    otel: "agent.llm.context_utilization",
    unit: "%",
    prometheus: "agent_llm_context_utilization_percent",
    kind: "histogram",
    buckets: [10, 25, 50, 75, 80, 85, 90, 95, 100],
    labels: [A, M],
    description: "Input tokens as a share of the model's context window",
  },
  llmCost: {
    otel: "agent.llm.cost.usd",
    unit: "{USD}",
    prometheus: "agent_llm_cost_usd_total",
    kind: "counter",
    labels: [A, M, P],
    description: "LLM cost in US dollars, computed by the collector",
  },
  lastSeen: {
    otel: "agent.last_seen",
    unit: "s",
    prometheus: "agent_last_seen_seconds",
    kind: "gauge",
    labels: [A],
    description: "Unix time at which a span of the agent was last received",
  },
  llmCallsUncovered: {
    otel: "agent.llm.calls.uncovered",
    unit: "{call}",
    prometheus: "agent_llm_calls_uncovered_total",
    kind: "counter",
    labels: [A, M, "reason"],
    description: "LLM calls without a price, usage or context window",
  },
  spans: {
    otel: "agent.spans",
    unit: "{span}",
    prometheus: "agent_spans_total",
    kind: "counter",
    labels: [A, "convention"],
    description: "GenAI spans by the SDK convention that they speak",
  },
  contentRemoved: {
    otel: "agent.content.removed",
    unit: "{item}",
    prometheus: "agent_content_removed_total",
    kind: "counter",
    labels: [A, "where"],
    description: "Prompts, completions and other content removed",
  },
  valuesBounded: {
    otel: "agent.values.bounded",
    unit: "{value}",
    prometheus: "agent_values_bounded_total",
    kind: "counter",
    labels: ["attribute"],
    description: "Attribute values replaced by `other` or shortened",
  },
} as const satisfies Record<string, DerivedMetric>;

export type MetricKey = keyof typeof METRICS;
