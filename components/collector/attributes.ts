/**
 * Names of attributes that the pipeline reads or writes, after the GenAI semantic conventions:
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/
 */
export const GEN_AI = {
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  /** The name of the provider before version 1.37 of the conventions. */
  system: "gen_ai.system",
  requestModel: "gen_ai.request.model",
  responseModel: "gen_ai.response.model",
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  cacheRead: "gen_ai.usage.cache_read.input_tokens",
  cacheWrite: "gen_ai.usage.cache_write.input_tokens",
  reasoning: "gen_ai.usage.reasoning.output_tokens",
  cost: "gen_ai.usage.cost",
  firstChunk: "gen_ai.response.time_to_first_chunk",
  agent: "gen_ai.agent.name",
  tool: "gen_ai.tool.name",
  toolCallId: "gen_ai.tool.call.id",
  conversation: "gen_ai.conversation.id",
} as const;

export const ERROR_TYPE = "error.type";
export const TOOL_SUCCESS = "tool.success";
export const ITERATIONS = "agent.iterations";
export const TASK = "agent.task";
export const CONTEXT_UTILIZATION = "agent.llm.context_utilization";
export const SERVICE = "service.name";
export const ENVIRONMENT = "deployment.environment.name";

/**
 * The pipeline's own notes on a span. Clients can't send them: the prefix is cleared at the door,
 * and again before a span leaves.
 */
export const NOTE_PREFIX = "agentobs.";
export const NOTE = {
  /** Set on every GenAI span. */
  genai: "agentobs.genai",
  convention: "agentobs.convention",
  /** Set on runs only: ok or error. */
  status: "agentobs.status",
  /** Set on tool calls only. */
  toolCall: "agentobs.tool_call",
  /** Set on inferences only: the model's key in the table, or `other`. */
  model: "agentobs.model",
  removed: "agentobs.removed.",
  bounded: "agentobs.bounded.",
  uncovered: "agentobs.uncovered.",
  /** Labels whose value is a constant of the row. */
  tokenType: "agentobs.token_type",
  reason: "agentobs.reason",
  where: "agentobs.where",
  attribute: "agentobs.attribute",
} as const;

/** Operations that call a model: only they carry tokens and cost, agents repeat their sum. */
export const INFERENCE = ["chat", "text_completion", "generate_content", "embeddings"] as const;
