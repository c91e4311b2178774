import { GEN_AI } from "./attributes.ts";
import type { Copies } from "./convention.ts";
import { absent, all, any, type Condition, present, span } from "./ottl.ts";

/** Sources that any SDK may use, tried after the convention's own. */
export const COMMON_COPIES: Copies = [
  [GEN_AI.provider, GEN_AI.system],
  [GEN_AI.inputTokens, "gen_ai.usage.prompt_tokens"],
  [GEN_AI.outputTokens, "gen_ai.usage.completion_tokens"],
  [GEN_AI.cacheRead, "gen_ai.usage.cache_read_input_tokens"],
  [
    GEN_AI.cacheWrite,
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
  ],
  [GEN_AI.reasoning, "gen_ai.usage.reasoning_tokens"],
  [GEN_AI.firstChunk, "gen_ai.client.operation.time_to_first_chunk"],
  [GEN_AI.conversation, "session.id"],
];

/** Events that mark a chunk of a streamed answer. */
export const FIRST_CHUNK_EVENTS = [
  "First Token Stream Event",
  "gen_ai.content.completion.chunk",
] as const;

/** Other spellings of an operation. */
export const OPERATION_SPELLINGS: Readonly<Record<string, string>> = {
  completion: "text_completion",
  embedding: "embeddings",
  rerank: "retrieval",
};

/** What a span without an operation does, told by what it carries. */
export const OPERATION_GUESSES: readonly { readonly to: string; readonly when: Condition }[] = [
  {
    to: "invoke_workflow",
    when: all(present(span("gen_ai.workflow.name")), absent(span(GEN_AI.requestModel))),
  },
  {
    // Some SDKs note on the call of a model which tool it asked for.
    to: "execute_tool",
    when: all(`IsString(${span(GEN_AI.tool)})`, absent(span(GEN_AI.requestModel))),
  },
  {
    to: "chat",
    when: all(
      `IsString(${span(GEN_AI.requestModel)})`,
      any(present(span(GEN_AI.system)), present(span(GEN_AI.provider))),
    ),
  },
];

/** Well-known provider names: https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ */
export const PROVIDERS: Readonly<Record<string, string>> = {
  anthropic: "^anthropic(?:[._-].*)?$",
  "aws.bedrock": "^(?:aws|amazon)?[._-]?bedrock$|^aws$",
  "azure.ai.inference": "^az(?:ure)?[.]ai[.]inference$",
  "azure.ai.openai": "^az(?:ure)?(?:[.]ai)?[._-]openai.*$|^azure$",
  cohere: "^cohere(?:[._-].*)?$",
  deepseek: "^deepseek(?:[._-].*)?$",
  "gcp.gemini": "^(?:gcp[.])?gemini$|^google(?:[._-]generative.*|_genai)?$",
  "gcp.gen_ai": "^gcp[.]gen_ai$",
  "gcp.vertex_ai": "^(?:gcp[.])?vertex_?ai$|^google[._]vertex.*$",
  groq: "^groq(?:[._-].*)?$",
  "ibm.watsonx.ai": "^(?:ibm[.])?watsonx?(?:[.]ai)?$",
  mistral_ai: "^mistral(?:_?ai)?(?:[.-].*)?$",
  moonshot_ai: "^moonshot(?:_?ai)?(?:[._-].*)?$",
  openai: "^openai(?:[._-].*)?$",
  perplexity: "^perplexity(?:[._-].*)?$",
  x_ai: "^x_?ai(?:[.-].*)?$",
};

/** Providers that are not in the conventions' list and are kept as they are. */
export const FURTHER_PROVIDERS = [
  "cerebras",
  "fireworks",
  "huggingface",
  "langchain",
  "langgraph",
  "litellm",
  "llama_index",
  "ollama",
  "openrouter",
  "replicate",
  "together_ai",
  "vllm",
] as const;
