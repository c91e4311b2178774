/** Attributes of a span that must say what was sent, under the current names. */
export const COMPARED = [
  "gen_ai.agent.name",
  "gen_ai.operation.name",
  "gen_ai.provider.name",
  "gen_ai.request.model",
  "gen_ai.tool.name",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.cache_write.input_tokens",
  "gen_ai.usage.reasoning.output_tokens",
  "agent.iterations",
  "tool.success",
  "error.type",
] as const;
