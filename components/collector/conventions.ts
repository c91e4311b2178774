import { GEN_AI, INFERENCE } from "./attributes.ts";
import type { Convention } from "./convention.ts";
import { FRAMEWORKS, MCP } from "./conventions-frameworks.ts";
import { PLATFORMS } from "./conventions-platforms.ts";
import { TRACELOOP } from "./conventions-traceloop.ts";
import { OPENINFERENCE } from "./openinference.ts";
import { absent, all, any, isOneOf, isText, matches, present, span } from "./ottl.ts";

/**
 * The GenAI semantic conventions that spans are brought to. They are in development and keep
 * moving: whoever maps a newer version changes the rows and this together.
 */
export const SEMANTIC_CONVENTIONS = {
  repository: "https://github.com/open-telemetry/semantic-conventions-genai",
  commit: "002c8a6ea1c8a42b14a4527db83b3cabcded610a",
} as const;

/** Operations that the official libraries write, some of them on spans without a provider. */
const OPERATIONS = [
  ...INFERENCE,
  "agent_step",
  "create_agent",
  "create_memory",
  "create_memory_store",
  "delete_memory",
  "delete_memory_store",
  "execute_tool",
  "invoke_agent",
  "invoke_workflow",
  "plan",
  "retrieval",
  "search_memory",
  "update_memory",
  "upsert_memory",
];

const scope = "instrumentation_scope.name";
const operation = span(GEN_AI.operation);
const VERCEL_PROVIDER = "ai.response.providerMetadata";
const count = (names: string): string => `"(?:${names})": ?(?P<value>[0-9]{1,9})`;

/** To add an SDK, add a row: everything else follows. */
export const CONVENTIONS: readonly Convention[] = [
  OPENINFERENCE,
  ...PLATFORMS,
  ...FRAMEWORKS,
  {
    id: "vercel",
    seenIn: "npm ai 4 to 6; version 7 speaks the official convention",
    marker: present(span("ai.operationId")),
    operation: {
      from: span("ai.operationId"),
      equals: { "ai.toolCall": "execute_tool" },
      matches: {
        "^ai[.](?:generate|stream)(?:Text|Object)[.]do(?:Generate|Stream)$": "chat",
        "^ai[.](?:generate|stream)(?:Text|Object)$": "invoke_agent",
        "^ai[.]embed(?:Many)?[.]doEmbed$": "embeddings",
      },
    },
    copies: [
      [GEN_AI.provider, GEN_AI.system, "ai.model.provider"],
      [GEN_AI.requestModel, "ai.model.id"],
      [GEN_AI.responseModel, "ai.response.model"],
      [GEN_AI.inputTokens, "ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens"],
      [GEN_AI.outputTokens, "ai.usage.outputTokens", "ai.usage.completionTokens"],
      [
        GEN_AI.cacheRead,
        "ai.usage.cachedInputTokens",
        "ai.usage.inputTokenDetails.cacheReadTokens",
      ],
      [GEN_AI.cacheWrite, "ai.usage.inputTokenDetails.cacheWriteTokens"],
      [GEN_AI.reasoning, "ai.usage.reasoningTokens", "ai.usage.outputTokenDetails.reasoningTokens"],
      [GEN_AI.agent, "ai.telemetry.functionId"],
      [GEN_AI.tool, "ai.toolCall.name"],
      [GEN_AI.toolCallId, "ai.toolCall.id"],
      [GEN_AI.conversation, "ai.telemetry.metadata.sessionId", "ai.telemetry.metadata.threadId"],
    ],
    // Version 4 tells cached and reasoning tokens only there.
    parts: [
      [GEN_AI.cacheRead, VERCEL_PROVIDER, count("cachedPromptTokens|cacheReadInputTokens")],
      [GEN_AI.cacheWrite, VERCEL_PROVIDER, count("cacheCreationInputTokens")],
      [GEN_AI.reasoning, VERCEL_PROVIDER, count("reasoningTokens")],
    ],
    milliseconds: [[GEN_AI.firstChunk, "ai.response.msToFirstChunk"]],
  },
  TRACELOOP,
  {
    id: "openlit",
    seenIn: "openlit 1.45",
    marker: any(
      matches(scope, "^openlit[.]"),
      isText('resource.attributes["telemetry.sdk.name"]', "openlit"),
    ),
    copies: [[GEN_AI.agent, "gen_ai.workflow.name"]],
    corrections: [
      {
        operation: "invoke_agent",
        to: "execute_task",
        when: all(
          isText(scope, "openlit.instrumentation.langgraph"),
          `${span("gen_ai.agent.id")} == ${span(GEN_AI.agent)}`,
        ),
        because: "every node of a graph is sent as an agent whose id is its name",
      },
    ],
  },
  {
    id: "pydantic_ai",
    seenIn:
      "pydantic-ai-slim 1 and 2, versions 1 to 5 of its format; before 3, spans named `agent run` and `running tool`",
    marker: isText(scope, "pydantic-ai"),
    operation: {
      from: "span.name",
      equals: { "agent run": "invoke_agent", "running tool": "execute_tool" },
      matches: { "^invoke_agent ": "invoke_agent", "^execute_tool ": "execute_tool" },
    },
    copies: [
      [GEN_AI.agent, "agent_name"],
      [GEN_AI.cacheRead, "gen_ai.usage.details.cache_read_tokens"],
      [GEN_AI.cacheWrite, "gen_ai.usage.details.cache_write_tokens"],
      [GEN_AI.reasoning, "gen_ai.usage.details.reasoning_tokens"],
    ],
  },
  {
    id: "manual",
    seenIn: "spans written by hand: agent.run and agent.tool_call",
    marker: any(isText("span.name", "agent.run"), isText("span.name", "agent.tool_call")),
    operation: {
      from: "span.name",
      equals: { "agent.run": "invoke_agent", "agent.tool_call": "execute_tool" },
      overrules: true,
    },
    copies: [
      [GEN_AI.agent, "agent.name"],
      [GEN_AI.tool, "tool.name"],
    ],
  },
  MCP,
  {
    id: "otel",
    seenIn: "opentelemetry-instrumentation-genai-* 1.3b, openai-v2 2.4b (latest), npm ai 7",
    marker: all(
      present(operation),
      any(
        present(span(GEN_AI.provider)),
        all(absent(span(GEN_AI.system)), isOneOf(operation, OPERATIONS)),
      ),
    ),
  },
  {
    id: "otel_old",
    seenIn: "conventions before 1.37: gen_ai.system, prompt and completion tokens",
    marker: present(span(GEN_AI.system)),
  },
  { id: "other", seenIn: "anything else with a GenAI operation", marker: present(operation) },
];
