import type { OtlpSpan } from "./otlp.ts";
import { inference, span } from "./traffic.ts";

/** Spans that together touch every metric and every label. */
export const spansOfEveryMetric = (): OtlpSpan[] => [
  span({ name: "agent.run", attributes: { "agent.iterations": 2 } }),
  span({
    name: "agent.tool_call",
    attributes: { "gen_ai.tool.name": "search" },
    status: { code: 2, message: "lost" },
  }),
  span({
    attributes: inference({
      "error.type": "Timeout",
      "gen_ai.usage.input_tokens": 100,
      "gen_ai.usage.output_tokens": 10,
      "gen_ai.usage.cache_read.input_tokens": 1,
      "gen_ai.usage.cache_write.input_tokens": 1,
      "gen_ai.usage.reasoning.output_tokens": 1,
      "gen_ai.response.time_to_first_chunk": 0.5,
    }),
  }),
  span({ attributes: inference({ "gen_ai.request.model": "unheard-of" }) }),
];
