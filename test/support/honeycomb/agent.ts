import { attributesOf, type Metrics } from "../otlp.ts";
import { postOtlp } from "../post-otlp.ts";
import { inference, span, spanId, traceId, traces } from "../traffic.ts";

/** One failed run with a failed tool and a model call: every metric that triggers and board ask for. */
export async function postRun(collectorUrl: string): Promise<void> {
  const of = { traceId: traceId(), parentSpanId: spanId() };
  const agent = { "gen_ai.agent.name": "coder" };
  const failed = { status: { code: 2 } };
  const spans = [
    span({
      ...failed,
      traceId: of.traceId,
      spanId: of.parentSpanId,
      name: "invoke_agent coder",
      attributes: { ...agent, "gen_ai.operation.name": "invoke_agent", "agent.iterations": 3 },
    }),
    span({
      ...of,
      ...failed,
      attributes: {
        ...agent,
        ...{ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" },
        "error.type": "TimeoutError",
      },
    }),
    span({
      ...of,
      ...failed,
      attributes: inference({
        ...agent,
        ...{ "gen_ai.usage.input_tokens": 900, "gen_ai.usage.output_tokens": 90 },
        "error.type": "RateLimitError",
      }),
    }),
  ];
  const { status, text } = await postOtlp(`${collectorUrl}/v1/traces`, traces(spans));
  if (status !== 200) throw new Error(`the collector answers ${status}: ${text}`);
}

/** The columns that Honeycomb would have of these metrics, each with what type its values have. */
export function columnsOf(batches: readonly Metrics[]): Map<string, string> {
  const columns = new Map<string, string>();
  const metrics = batches
    .flatMap(({ resourceMetrics }) => resourceMetrics)
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics);
  for (const { name, sum, gauge, histogram } of metrics) {
    columns.set(name, histogram ? "histogram" : "float");
    for (const point of (sum ?? gauge ?? histogram)?.dataPoints ?? [])
      for (const [key, value] of Object.entries(attributesOf(point.attributes)))
        columns.set(key, typeof value);
  }
  return columns;
}
