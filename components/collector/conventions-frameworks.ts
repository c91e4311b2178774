import { GEN_AI } from "./attributes.ts";
import { type Convention, SPAN_NAME } from "./convention.ts";
import { all, any, isText, matches, present, span } from "./ottl.ts";
import { usageIn } from "./vocabulary.ts";

const scope = "instrumentation_scope.name";
const fromLiteLlm = isText(scope, "litellm");
const fromStrands = matches(scope, "^strands[.]");
const genkitKind = span("genkit:metadata:subtype");
const callsModel = any(...["model", "embedder"].map((kind) => isText(genkitKind, kind)));
/** Genkit tells it only with the answer. */
const used = (kind: string): string => `"usage":[{][^{}]*"${kind}": ?(?P<value>[0-9]{1,9})`;
const fromMastra = matches(scope, "^@mastra/");

/** Frameworks that write spans themselves, each with habits of its own. */
export const FRAMEWORKS: readonly Convention[] = [
  {
    id: "litellm",
    seenIn: "litellm 1 with its `otel` callback, library and proxy",
    marker: fromLiteLlm,
    operation: {
      from: span("llm.request.type"),
      matches: {
        "^a?(?:completion|responses)(?:_stream)?$": "chat",
        "^a?embeddings?$": "embeddings",
        "^a?text_completion$": "text_completion",
        "^a?rerank$": "retrieval",
      },
    },
    parts: [
      [GEN_AI.provider, "litellm.provider.model", "^(?P<value>[a-z][a-z0-9_]{1,31})/"],
      ...usageIn("metadata.usage_object"),
    ],
    corrections: [
      {
        operation: "completion",
        to: "chat",
        when: fromLiteLlm,
        because: "it is the name of the function that chats",
      },
    ],
  },
  {
    id: "strands",
    seenIn: "strands-agents 1",
    marker: fromStrands,
    milliseconds: [[GEN_AI.firstChunk, "gen_ai.server.time_to_first_token"]],
    corrections: [
      {
        operation: "execute_event_loop_cycle",
        to: "agent_step",
        when: fromStrands,
        because: "a turn of the loop has a name in the conventions",
      },
      ...["invoke_graph", "invoke_swarm"].map((operation) => ({
        operation,
        to: "invoke_workflow",
        when: fromStrands,
        because: "it holds the agents",
      })),
    ],
  },
  {
    id: "adk",
    seenIn: "google-adk 1 by its source, google-adk 2",
    marker: isText(scope, "gcp.vertex.agent"),
    operation: {
      from: SPAN_NAME,
      equals: { call_llm: "chat", invocation: "invoke_workflow" },
      matches: { "^agent_run ": "invoke_agent", "^execute_tool ": "execute_tool" },
    },
    copies: [[GEN_AI.conversation, "gcp.vertex.agent.session_id"]],
    corrections: [
      {
        operation: "execute_tool",
        to: "execute_task",
        when: isText(SPAN_NAME, "execute_tool (merged)"),
        because: "it sums up calls that have spans of their own",
      },
    ],
  },
  {
    id: "genkit",
    seenIn: "genkit 1 for JavaScript",
    marker: present(span("genkit:type")),
    operation: {
      from: genkitKind,
      equals: {
        model: "chat",
        tool: "execute_tool",
        flow: "invoke_workflow",
        embedder: "embeddings",
        retriever: "retrieval",
        reranker: "retrieval",
      },
    },
    copiesWhen: [
      { when: isText(genkitKind, "flow"), copies: [[GEN_AI.agent, "genkit:name"]] },
      { when: isText(genkitKind, "tool"), copies: [[GEN_AI.tool, "genkit:name"]] },
    ],
    parts: [
      [GEN_AI.provider, "genkit:name", "^(?P<value>[a-z-]{1,32})/", callsModel],
      [GEN_AI.requestModel, "genkit:name", "^[a-z-]+/(?P<value>.{1,128})$", callsModel],
      [GEN_AI.inputTokens, "genkit:output", used("inputTokens"), callsModel],
      [GEN_AI.outputTokens, "genkit:output", used("outputTokens"), callsModel],
      [GEN_AI.cacheRead, "genkit:output", used("cachedContentTokens"), callsModel],
      [GEN_AI.reasoning, "genkit:output", used("thoughtsTokens"), callsModel],
    ],
    copies: [[GEN_AI.conversation, "genkit:sessionId"]],
    corrections: [
      {
        operation: "invoke_workflow",
        to: "invoke_agent",
        when: `${span("genkit:isRoot")} == true`,
        because: "it knows no agents: the outermost flow is the run",
      },
    ],
  },
  {
    id: "mastra",
    seenIn: "@mastra/otel-exporter 1",
    marker: fromMastra,
    copies: [[GEN_AI.conversation, "mastra.metadata.threadId", "mastra.metadata.sessionId"]],
    moments: [[GEN_AI.firstChunk, "mastra.completion_start_time"]],
    corrections: ["model_generation", "model_chunk"].map((operation) => ({
      operation,
      to: "execute_task",
      when: fromMastra,
      because: "the call to the model has a span of its own",
    })),
  },
];

const method = span("mcp.method.name");

/** https://opentelemetry.io/docs/specs/semconv/gen-ai/mcp/ */
export const MCP: Convention = {
  id: "mcp",
  seenIn: "the conventions for the Model Context Protocol",
  marker: present(method),
  operation: { from: method, equals: { "tools/call": "execute_tool" } },
  copies: [[GEN_AI.tool, "mcp.tool.name"]],
  corrections: [
    {
      operation: "execute_tool",
      to: "execute_task",
      when: all(present(method), "span.kind == SPAN_KIND_SERVER"),
      because: "a call is counted once, where it is made",
    },
  ],
};
