import { GEN_AI } from "./attributes.ts";
import type { Convention } from "./convention.ts";
import {
  absent,
  all,
  type Condition,
  isText,
  not,
  present,
  span,
  text,
  type Value,
} from "./ottl.ts";

const scope = "instrumentation_scope.name";
const fromLangChain = isText(scope, "openinference.instrumentation.langchain");

/** OpenInference keeps LangGraph's notes as JSON text: the step runs in a node, or is that node. */
function inNode(name?: Value): Condition {
  const notes = span("metadata");
  const end = name === undefined ? [] : [name, text('"')];
  const node = `Concat([${[text('"langgraph_node": "'), ...end].join(", ")}], "")`;
  return all(`IsString(${notes})`, `Index(${notes}, ${node}) >= 0`);
}

/** https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md */
export const OPENINFERENCE: Convention = {
  id: "openinference",
  seenIn: "openinference-instrumentation-openai 0.1",
  marker: present(span("openinference.span.kind")),
  operation: {
    from: span("openinference.span.kind"),
    equals: {
      LLM: "chat",
      EMBEDDING: "embeddings",
      TOOL: "execute_tool",
      AGENT: "invoke_agent",
      CHAIN: "invoke_workflow",
      RETRIEVER: "retrieval",
      RERANKER: "retrieval",
    },
  },
  copiesWhen: [
    {
      when: isText(span("openinference.span.kind"), "AGENT"),
      copies: [[GEN_AI.agent, "agent.name", "graph.node.name", "graph.node.id"]],
    },
  ],
  parts: [
    // The model that was asked for, which is all that a refused call has.
    [GEN_AI.requestModel, "llm.invocation_parameters", '[{,] ?"model": ?"(?P<value>[^"]{1,128})"'],
  ],
  copies: [
    [GEN_AI.provider, "llm.provider", "llm.system"],
    [GEN_AI.requestModel, "llm.model_name", "embedding.model_name"],
    [GEN_AI.responseModel, "llm.model_name", "embedding.model_name"],
    [GEN_AI.inputTokens, "llm.token_count.prompt"],
    [GEN_AI.outputTokens, "llm.token_count.completion"],
    [GEN_AI.cacheRead, "llm.token_count.prompt_details.cache_read"],
    [GEN_AI.cacheWrite, "llm.token_count.prompt_details.cache_write"],
    [GEN_AI.reasoning, "llm.token_count.completion_details.reasoning"],
    [GEN_AI.agent, "agent.name"],
    [GEN_AI.tool, "tool.name"],
    [GEN_AI.toolCallId, "tool_call.id"],
  ],
  corrections: [
    {
      operation: "invoke_agent",
      to: "execute_task",
      when: all(fromLangChain, inNode("span.name")),
      because: "every step with `agent` in its name is sent as an agent, graph nodes too",
    },
    {
      operation: "invoke_workflow",
      to: "invoke_agent",
      when: all(fromLangChain, isText("span.name", "LangGraph"), not(inNode())),
      because: "the run of a graph without a name is sent as a chain",
    },
    {
      operation: "invoke_agent",
      to: "invoke_workflow",
      when: all(
        isText(scope, "openinference.instrumentation.openai_agents"),
        absent(span("llm.system")),
      ),
      because: "the trace itself is sent as an agent, around the agents",
    },
  ],
};
