import type { OtlpSpan, Plain } from "../support/otlp.ts";

interface Dialect {
  readonly title: string;
  readonly scope: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, Plain>>;
  /** Of a span that ends at `now`, in milliseconds, after a second. */
  readonly events?: (now: number) => OtlpSpan["events"];
  /** None where the span is none of the pipeline's business. */
  readonly convention?: string;
  readonly becomes: Readonly<Record<string, Plain>>;
}

const op = (name: string) => ({ "gen_ai.operation.name": name });
const node = (name: string) => `{"langgraph_step": 1, "langgraph_node": "${name}"}`;

export const DIALECTS: readonly Dialect[] = [
  {
    title: "openllmetry 0.40: chat",
    scope: "opentelemetry.instrumentation.openai.v1",
    name: "openai.chat",
    attributes: {
      "llm.request.type": "chat",
      "gen_ai.system": "OpenAI",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
      "gen_ai.usage.prompt_tokens": 1200,
      "gen_ai.usage.completion_tokens": 64,
      "gen_ai.usage.cache_read_input_tokens": 1024,
    },
    events: (now) => [
      { name: "gen_ai.content.completion.chunk", timeUnixNano: `${now - 750}000000` },
      { name: "gen_ai.content.completion.chunk", timeUnixNano: `${now - 100}000000` },
    ],
    convention: "traceloop",
    becomes: {
      ...op("chat"),
      "gen_ai.provider.name": "openai",
      "gen_ai.usage.input_tokens": 1200,
      "gen_ai.usage.output_tokens": 64,
      "gen_ai.usage.cache_read.input_tokens": 1024,
    },
  },
  {
    title: "openllmetry 0.40: embedding",
    scope: "opentelemetry.instrumentation.openai.v1",
    name: "openai.embeddings",
    attributes: { "llm.request.type": "embedding", "gen_ai.system": "OpenAI" },
    convention: "traceloop",
    becomes: op("embeddings"),
  },
  {
    title: "openllmetry: LangChain instead of the provider",
    scope: "opentelemetry.instrumentation.langchain",
    name: "ChatOpenAI.chat",
    attributes: {
      "llm.request.type": "chat",
      "gen_ai.system": "Langchain",
      "traceloop.association.properties.ls_provider": "openai",
      "traceloop.association.properties.session_id": "s-1",
    },
    convention: "traceloop",
    becomes: {
      ...op("chat"),
      "gen_ai.provider.name": "openai",
      "gen_ai.conversation.id": "s-1",
    },
  },
  {
    title: "openllmetry: a tool by decorator",
    scope: "opentelemetry.sdk.trace",
    name: "search.tool",
    attributes: {
      "traceloop.span.kind": "tool",
      "traceloop.entity.name": "search",
      "traceloop.workflow.name": "support",
    },
    convention: "traceloop",
    becomes: {
      ...op("execute_tool"),
      "gen_ai.tool.name": "search",
      "gen_ai.agent.name": "support",
      "tool.success": true,
    },
  },
  {
    title: "openllmetry: an agent by decorator",
    scope: "opentelemetry.sdk.trace",
    name: "helper.agent",
    attributes: {
      "traceloop.span.kind": "agent",
      "traceloop.entity.name": "helper",
      "traceloop.workflow.name": "support",
    },
    convention: "traceloop",
    becomes: { ...op("invoke_agent"), "gen_ai.agent.name": "helper" },
  },
  {
    title: "openllmetry: a task by decorator",
    scope: "opentelemetry.sdk.trace",
    name: "step.task",
    attributes: { "traceloop.span.kind": "task", "traceloop.entity.name": "step" },
    convention: "traceloop",
    becomes: op("execute_task"),
  },
  {
    title: "vercel 6: run",
    scope: "ai",
    name: "ai.streamText",
    attributes: {
      "ai.operationId": "ai.streamText",
      "ai.model.provider": "openai.chat",
      "ai.model.id": "gpt-4o-mini",
      "ai.telemetry.functionId": "helper",
      "ai.telemetry.metadata.sessionId": "s-2",
      "ai.usage.inputTokens": 2400,
    },
    convention: "vercel",
    becomes: {
      ...op("invoke_agent"),
      "gen_ai.agent.name": "helper",
      "gen_ai.conversation.id": "s-2",
      "gen_ai.provider.name": "openai",
    },
  },
  {
    title: "vercel 6: call",
    scope: "ai",
    name: "ai.streamText.doStream",
    attributes: {
      "ai.operationId": "ai.streamText.doStream",
      "ai.model.provider": "openai.responses",
      "ai.model.id": "gpt-5-mini",
      "ai.response.model": "gpt-5-mini-2025-08-07",
      "ai.response.msToFirstChunk": 250,
      "ai.usage.inputTokens": 1200,
      "ai.usage.outputTokens": 64,
      "ai.usage.cachedInputTokens": 1024,
      "ai.usage.reasoningTokens": 32,
    },
    convention: "vercel",
    becomes: {
      ...op("chat"),
      "gen_ai.provider.name": "openai",
      "gen_ai.usage.input_tokens": 1200,
      "gen_ai.usage.output_tokens": 64,
      "gen_ai.usage.cache_read.input_tokens": 1024,
      "gen_ai.usage.reasoning.output_tokens": 32,
      "gen_ai.response.time_to_first_chunk": 0.25,
    },
  },
  {
    title: "vercel 6: tool",
    scope: "ai",
    name: "ai.toolCall",
    attributes: { "ai.operationId": "ai.toolCall", "ai.toolCall.name": "search" },
    convention: "vercel",
    becomes: { ...op("execute_tool"), "gen_ai.tool.name": "search", "tool.success": true },
  },
  {
    title: "vercel 6: outer span of an embedding",
    scope: "ai",
    name: "ai.embed",
    attributes: {
      "ai.operationId": "ai.embed",
      "ai.model.provider": "openai.embedding",
      "ai.model.id": "text-embedding-3-small",
      "ai.usage.tokens": 8,
    },
    becomes: {},
  },
  {
    title: "pydantic-ai 1: run",
    scope: "pydantic-ai",
    name: "agent run",
    attributes: { agent_name: "helper", model_name: "gpt-4o-mini" },
    convention: "pydantic_ai",
    becomes: { ...op("invoke_agent"), "gen_ai.agent.name": "helper" },
  },
  {
    title: "pydantic-ai 1: tool",
    scope: "pydantic-ai",
    name: "running tool",
    attributes: { "gen_ai.tool.name": "search", "gen_ai.tool.call.id": "c-1" },
    convention: "pydantic_ai",
    becomes: { ...op("execute_tool"), "gen_ai.tool.name": "search" },
  },
  {
    title: "openinference: agent",
    scope: "openinference.instrumentation.crewai",
    name: "Helper.execute",
    attributes: {
      "openinference.span.kind": "AGENT",
      "graph.node.id": "helper",
      "session.id": "s-3",
    },
    convention: "openinference",
    becomes: {
      ...op("invoke_agent"),
      "gen_ai.agent.name": "helper",
      "gen_ai.conversation.id": "s-3",
    },
  },
  {
    title: "openinference: node of a graph",
    scope: "openinference.instrumentation.langchain",
    name: "agent",
    attributes: { "openinference.span.kind": "AGENT", metadata: node("agent") },
    convention: "openinference",
    becomes: op("execute_task"),
  },
  {
    title: "openinference: agent within a node of another name",
    scope: "openinference.instrumentation.langchain",
    name: "research_agent",
    attributes: { "openinference.span.kind": "AGENT", metadata: node("research") },
    convention: "openinference",
    becomes: op("invoke_agent"),
  },
  {
    title: "openinference: graph without a name",
    scope: "openinference.instrumentation.langchain",
    name: "LangGraph",
    attributes: { "openinference.span.kind": "CHAIN", metadata: '{"thread_id": "t-1"}' },
    convention: "openinference",
    becomes: op("invoke_agent"),
  },
  {
    title: "openinference: graph without a name within a node",
    scope: "openinference.instrumentation.langchain",
    name: "LangGraph",
    attributes: { "openinference.span.kind": "CHAIN", metadata: node("research") },
    convention: "openinference",
    becomes: op("invoke_workflow"),
  },
  {
    title: "openinference: notes that are no text",
    scope: "openinference.instrumentation.langchain",
    name: "LangGraph",
    attributes: {
      "openinference.span.kind": "CHAIN",
      metadata: 7,
      "llm.invocation_parameters": 7,
    },
    convention: "openinference",
    becomes: op("invoke_agent"),
  },
  {
    title: "openinference: trace around the agents",
    scope: "openinference.instrumentation.openai_agents",
    name: "Agent workflow",
    attributes: { "openinference.span.kind": "AGENT" },
    convention: "openinference",
    becomes: op("invoke_workflow"),
  },
  {
    title: "openinference: agent in the trace",
    scope: "openinference.instrumentation.openai_agents",
    name: "helper",
    attributes: { "openinference.span.kind": "AGENT", "llm.system": "openai" },
    convention: "openinference",
    becomes: op("invoke_agent"),
  },
  {
    title: "openinference: guardrail",
    scope: "openinference.instrumentation.guardrails",
    name: "check",
    attributes: { "openinference.span.kind": "GUARDRAIL", "llm.model_name": "gpt-4o-mini" },
    becomes: {},
  },
  {
    title: "official library of a cloud's client",
    scope: "opentelemetry.instrumentation.botocore.bedrock-runtime",
    name: "chat claude",
    attributes: { "gen_ai.operation.name": "chat", "gen_ai.system": "aws.bedrock" },
    convention: "otel_old",
    becomes: { ...op("chat"), "gen_ai.provider.name": "aws.bedrock" },
  },
  {
    title: "conventions before 1.37 without an operation",
    scope: "someone.else",
    name: "completion",
    attributes: {
      "gen_ai.system": "amazon-bedrock",
      "gen_ai.request.model": "claude",
      "gen_ai.tool.name": "search",
      "gen_ai.usage.prompt_tokens": 12,
    },
    convention: "otel_old",
    becomes: {
      ...op("chat"),
      "gen_ai.provider.name": "aws.bedrock",
      "gen_ai.usage.input_tokens": 12,
    },
  },
  {
    title: "unknown library with an operation of its own",
    scope: "someone.else",
    name: "meditate",
    attributes: { "gen_ai.operation.name": "meditate" },
    convention: "other",
    becomes: {
      ...op("meditate"),
      "gen_ai.agent.name": "unknown library with an operation of its own",
    },
  },
  {
    title: "ordinary span",
    scope: "opentelemetry.instrumentation.httpx",
    name: "POST",
    attributes: { "http.request.method": "POST" },
    becomes: { "http.request.method": "POST" },
  },
];
