import { COMMON_LABELS, type Label, METRICS } from "../../components/core/metrics.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";

/** One or two values of each label, so that every breakdown has something to break down. */
const VALUES: Readonly<Record<Label, readonly [string, ...string[]]>> = {
  service_name: ["shop"],
  deployment_environment_name: ["production"],
  gateway: ["gateway-0", "gateway-1"],
  gen_ai_agent_name: ["planner", "agentobs.verify"],
  gen_ai_request_model: ["gpt-4o", "claude-sonnet-4"],
  gen_ai_provider_name: ["openai"],
  gen_ai_operation_name: ["chat"],
  gen_ai_tool_name: ["search"],
  gen_ai_token_type: ["input", "output", "cache_read"],
  error_type: ["", "timeout"],
  status: ["ok", "error"],
  tool_success: ["true", "false"],
  reason: ["no_price"],
  convention: ["openinference"],
  where: ["attribute"],
  attribute: ["gen_ai.tool.name"],
};

const EVERY_MS = 15_000;

/**
 * Samples of every metric in the tables, in the Prometheus text format: 10 minutes of traffic that
 * ends at `endMs`. Counters grow by 3 per sample and series, histograms by one value in each bucket.
 */
export function samplesOfEveryMetric(endMs: number): readonly string[] {
  const times = Array.from({ length: 41 }, (_, index) => endMs - (40 - index) * EVERY_MS);
  return times.flatMap((time, index) => [
    ...Object.values(METRICS).flatMap((metric) =>
      combinations([...COMMON_LABELS, ...metric.labels]).flatMap((labels) => {
        const line = (suffix: string, value: number, le?: string): string => {
          const all = le === undefined ? labels : [...labels, `le="${le}"`];
          return `${metric.prometheus}${suffix}{${all.join(",")}} ${value} ${time}`;
        };
        if (metric.kind !== "histogram")
          return [line("", metric.kind === "gauge" ? time / 1000 : 3 * index)];
        const all = metric.buckets.length + 1;
        return [
          ...metric.buckets.map((bound, below) => line("_bucket", (below + 1) * index, `${bound}`)),
          line("_bucket", all * index, "+Inf"),
          line("_count", all * index),
          line("_sum", all * index * (metric.buckets.at(-1) ?? 0)),
        ];
      }),
    ),
    ...Object.values(SELF_METRICS).map(({ prometheus, kind, labels }) => {
      const values = labels.map((label) => `${label}="${SELF_VALUES[label] ?? "x"}"`);
      return `${prometheus}{${values.join(",")}} ${kind === "counter" ? 3 * index : 1} ${time}`;
    }),
  ]);
}

const SELF_VALUES: Readonly<Record<string, string>> = {
  alertname: "AgentToolFailureSpike",
  alertstate: "firing",
  severity: "critical",
  gen_ai_agent_name: "planner",
  exporter: "otlp_grpc/jaeger",
  job: "collector",
};

/** Every combination of the labels' values, each as `name="value"` pairs. */
function combinations(labels: readonly Label[]): readonly string[][] {
  return labels.reduce<string[][]>(
    (all, label) =>
      all.flatMap((some) => VALUES[label].map((value) => [...some, `${label}="${value}"`])),
    [[]],
  );
}
