import { GEN_AI } from "./attributes.ts";
import { type Copies, type Parts, SPAN_NAME } from "./convention.ts";
import { absent, all, any, type Condition, isText, present, span } from "./ottl.ts";

/** Sources that any SDK may use, tried after the convention's own. */
export const COMMON_COPIES: Copies = [
  [GEN_AI.provider, GEN_AI.system],
  [GEN_AI.inputTokens, "gen_ai.usage.prompt_tokens"],
  [GEN_AI.outputTokens, "gen_ai.usage.completion_tokens"],
  // Some say only what answered.
  [GEN_AI.requestModel, GEN_AI.responseModel],
  [GEN_AI.cacheRead, "gen_ai.usage.cache_read_input_tokens"],
  [
    GEN_AI.cacheWrite,
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_input_tokens",
  ],
  [GEN_AI.reasoning, "gen_ai.usage.reasoning_tokens"],
  [GEN_AI.firstChunk, "gen_ai.client.operation.time_to_first_chunk"],
  [GEN_AI.conversation, "session.id", "gen_ai.thread.id", "gen_ai.session.id"],
];

/** The conventions name such spans `<operation> <name>`; some name a method. */
export const COMMON_PARTS: Parts = [
  [
    GEN_AI.agent,
    SPAN_NAME,
    "^(?:invoke_agent|create_agent|agent_run) \\[?(?P<value>[^\\]]{1,64})\\]?$",
  ],
  [
    GEN_AI.tool,
    SPAN_NAME,
    "^(?:execute_tool |tools/call )?(?P<value>[A-Za-z_][A-Za-z0-9_-]{0,63})(?:[.](?:__call__|a?run|tool|execute|a?invoke|a?call|forward))?$",
    isText(span(GEN_AI.operation), "execute_tool"),
  ],
];

/** What numbers of tokens are called where an SDK sends them in one text, JSON or Python's form. */
const USAGE_WORDS: Readonly<Record<string, string>> = {
  [GEN_AI.inputTokens]: "input|input_tokens|prompt_tokens",
  [GEN_AI.outputTokens]: "output|output_tokens|completion_tokens",
  [GEN_AI.cacheRead]:
    "cached_tokens|cache_read|cache_read_input_tokens|input_cached_tokens|input_cache_read",
  [GEN_AI.cacheWrite]:
    "cache_write|cache_creation|cache_creation_tokens|cache_creation_input_tokens|cache_write_input_tokens|input_cache_creation",
  [GEN_AI.reasoning]: "reasoning|reasoning_tokens|output_reasoning|output_reasoning_tokens",
};
export const usageIn = (source: string): Parts =>
  Object.entries(USAGE_WORDS).map(([target, words]) => [
    target,
    source,
    `["'](?:${words})["']: ?(?P<value>[0-9]{1,9})`,
  ]);

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

/** Well-known provider names, and further ones that have spellings: https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ */
export const PROVIDERS: Readonly<Record<string, string>> = {
  anthropic: "^anthropic(?:[._-].*)?$",
  "aws.bedrock": "^(?:aws|amazon)?[._-]?bedrock(?:[._-].*)?$|^aws$",
  "azure.ai.inference": "^az(?:ure)?[.]ai[.](?:inference|agents)$|^azure_ai$",
  "azure.ai.openai": "^az(?:ure)?(?:[.]ai)?[._-]openai.*$|^azure$",
  cohere: "^cohere(?:[._-].*)?$",
  deepseek: "^deepseek(?:[._-].*)?$",
  fireworks: "^fireworks(?:_?ai)?$",
  "gcp.gemini": "^(?:gcp[.])?gemini$|^google(?:[._-]generative.*|_genai|_?ai)?$",
  "gcp.gen_ai": "^gcp[.]gen_ai$",
  "gcp.vertex_ai": "^(?:gcp[.])?vertex_?ai(?:_.*)?$|^google[._]vertex.*$|^gcp[.]vertex[.]agent$",
  groq: "^groq(?:[._-].*)?$",
  "ibm.watsonx.ai": "^(?:ibm[.])?watsonx?(?:[.]ai)?$",
  mistral_ai: "^mistral(?:_?ai)?(?:[.-].*)?$",
  moonshot_ai: "^moonshot(?:_?ai)?(?:[._-].*)?$",
  openai: "^openai(?:[._-].*)?$",
  perplexity: "^perplexity(?:[._-].*)?$",
  together_ai: "^together(?:[._]?ai)?$",
  x_ai: "^x_?ai(?:[.-].*)?$",
};

/** Providers that are not in the conventions' list and are kept as they are. */
export const FURTHER_PROVIDERS = [
  "agno",
  "autogen",
  "baseten",
  "cerebras",
  "crewai",
  "databricks",
  "deepinfra",
  "genkit",
  "github",
  "haystack",
  "huggingface",
  "langchain",
  "langgraph",
  "litellm",
  "llama_index",
  "mastra",
  "microsoft.agent_framework",
  "nvidia",
  "nvidia_nim",
  "ollama",
  "openrouter",
  "replicate",
  "sambanova",
  "semantic_kernel",
  "strands-agents",
  "vllm",
  "voyageai",
] as const;
