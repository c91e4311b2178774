import { EXPECTED_FRAMEWORKS } from "./expected-frameworks-table.ts";

/** What a capture must become. Numbers are spans, unless the name says otherwise. */
export interface Expected {
  /** By convention label. */
  readonly conventions: Counts;
  readonly operations: Counts;
  /** Providers of the calls to models; none where the library says none. */
  readonly providers: readonly string[];
  /** Runs by `agent/status`. */
  readonly runs: Counts;
  /** Tool calls by `tool/success`. */
  readonly tools: Counts;
  /** Sums over the calls to models, as the capture carries them. */
  readonly tokens: Counts;
  /** Failed spans by type of error. */
  readonly errors: Counts;
  readonly agents: Counts;
  readonly conversations: Counts;
  /** Calls to models with a time to the first chunk. */
  readonly firstChunks: number;
}
export type Counts = Readonly<Record<string, number>>;

/** Nine calls of one client: plain, streamed, with and without usage, two refused, one embedding. */
const calls = (name: string, convention: string): Expected => ({
  conventions: { [convention]: 9 },
  operations: { chat: 8, embeddings: 1 },
  providers: ["openai"],
  runs: {},
  tools: {},
  tokens: { input: 6008, output: 320, cache_read: 5120, cache_write: 0, reasoning: 160 },
  errors: { NotFoundError: 1, RateLimitError: 1 },
  agents: { [`captured-${name}`]: 9 },
  conversations: {},
  firstChunks: 3,
});

/** No call of this version streams with usage through the responses interface, or says cached tokens. */
const callsOfV2 = (name: string, conventions: Counts): Expected => ({
  ...calls(name, ""),
  conventions,
  operations: { chat: 6, embeddings: 1 },
  tokens: { input: 3608, output: 192, cache_read: 0, cache_write: 0, reasoning: 0 },
  agents: { [`captured-${name}`]: 7 },
  firstChunks: 0,
});

/** Two runs of a graph, the second with a tool that fails. */
const graph = {
  providers: ["openai"],
  runs: { "weather_agent/ok": 1, "broken_agent/error": 1 },
  tools: { "get_weather/true": 1, "broken/false": 1 },
  tokens: { input: 3600, output: 192, cache_read: 3072, cache_write: 0, reasoning: 0 },
  firstChunks: 0,
} as const;

const openlit = (name: string): Expected => ({
  ...calls(name, "openlit"),
  // Where a stream ends without usage, it estimates: 28 in, 14 out.
  tokens: { input: 6036, output: 334, cache_read: 5120, cache_write: 0, reasoning: 64 },
});
const openllmetry = (name: string): Expected => ({
  ...calls(name, "traceloop"),
  tokens: { input: 6008, output: 320, cache_read: 5120, cache_write: 0, reasoning: 128 },
  // Its responses have no event for a chunk.
  firstChunks: 2,
});
const openlitGraph = (name: string): Expected => ({
  ...graph,
  conventions: { openlit: 14 },
  operations: {
    create_agent: 2,
    invoke_agent: 2,
    invoke_workflow: 2,
    execute_task: 3,
    execute_tool: 2,
    chat: 3,
  },
  errors: { ValueError: 3 },
  agents: { weather_agent: 3, broken_agent: 3, model: 3, [`captured-${name}`]: 5 },
  // The failed graph's own span carries none.
  conversations: { "conv-1": 7, "conv-2": 4 },
});

export const EXPECTED = {
  "otel-genai-openai": calls("otel-genai-openai", "otel"),
  "otel-genai-openai-content": calls("otel-genai-openai-content", "otel"),
  "otel-openai-v2": callsOfV2("otel-openai-v2", { otel_old: 7 }),
  "otel-openai-v2-latest": callsOfV2("otel-openai-v2-latest", { otel: 7 }),
  openlit: openlit("openlit"),
  "openlit-nocontent": openlit("openlit-nocontent"),
  openllmetry: openllmetry("openllmetry"),
  "openllmetry-nocontent": openllmetry("openllmetry-nocontent"),
  "openinference-openai": calls("openinference-openai", "openinference"),
  "openinference-openai-genai": calls("openinference-openai-genai", "openinference"),
  "langgraph-otel-genai": {
    ...graph,
    conventions: { otel: 7 },
    operations: { invoke_agent: 2, execute_tool: 2, chat: 3 },
    tokens: { ...graph.tokens, reasoning: 96 },
    errors: { ValueError: 2 },
    agents: { weather_agent: 2, broken_agent: 2, "captured-langgraph-otel-genai": 3 },
    conversations: { "conv-1": 3, "conv-2": 2 },
  },
  "langgraph-openlit": openlitGraph("langgraph-openlit"),
  "langgraph-openlit-nocontent": openlitGraph("langgraph-openlit-nocontent"),
  "langgraph-openllmetry": {
    ...graph,
    conventions: { traceloop: 16 },
    operations: {
      create_agent: 2,
      invoke_agent: 2,
      invoke_workflow: 2,
      execute_task: 5,
      execute_tool: 2,
      chat: 3,
    },
    errors: { ValueError: 4 },
    agents: { weather_agent: 9, broken_agent: 7 },
    conversations: { "conv-1": 8, "conv-2": 6 },
  },
  "pydantic-ai": {
    ...graph,
    conventions: { pydantic_ai: 7 },
    operations: { invoke_agent: 2, execute_tool: 2, chat: 3 },
    tokens: { ...graph.tokens, reasoning: 96 },
    errors: { ValueError: 2 },
    agents: { weather_agent: 4, broken_agent: 3 },
    conversations: {
      "01a2069c-2ddd-76ae-b9fc-1193e91a6b19": 4,
      "01a2069c-2f4f-73b3-bada-b10138f59960": 3,
    },
  },
  "vercel-ai7": {
    conventions: { otel: 18 },
    operations: { invoke_agent: 4, agent_step: 6, execute_tool: 2, chat: 6 },
    providers: ["openai"],
    runs: { "weather-agent/ok": 3, "weather-agent/error": 1 },
    tools: { "get_weather/true": 1, "broken/false": 1 },
    tokens: { input: 6000, output: 320, cache_read: 5120, cache_write: 0, reasoning: 0 },
    errors: { Error: 1, AI_APICallError: 3 },
    agents: { "weather-agent": 4, "captured-vercel-ai7": 14 },
    conversations: {},
    firstChunks: 1,
  },
  ...EXPECTED_FRAMEWORKS,
} as const satisfies Record<string, Expected>;
