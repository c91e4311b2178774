import { GEN_AI } from "./attributes.ts";
import { type Convention, SPAN_NAME } from "./convention.ts";
import {
  absent,
  all,
  any,
  type Condition,
  isText,
  matches,
  not,
  present,
  span,
  text,
  type Value,
} from "./ottl.ts";

const scope = "instrumentation_scope.name";
/** Python's and JavaScript's spellings of a package. */
const from = (name: string): Condition =>
  matches(scope, `(?:^|/)openinference[.-]instrumentation[.-]${name}$`);
const fromLangChain = from("langchain");
const fromAgentsSdk = from("openai[_-]agents");
const fromAutogen = from("autogen_agentchat");
const kind = span("openinference.span.kind");
const notes = span("metadata");

/** OpenInference keeps LangChain's notes as JSON text, Python's with a blank after the colon. */
function noted(key: string, value?: Value): Condition {
  const end = value === undefined ? [] : [value, text('"')];
  const spellings = ['": "', '":"'].map((between) => {
    const note = `Concat([${[text(`"${key}${between}`), ...end].join(", ")}], "")`;
    return `Index(${notes}, ${note}) >= 0`;
  });
  return all(`IsString(${notes})`, any(...spellings));
}
const note = (key: string): string => `"${key}": ?"(?P<value>[^"]{1,64})"`;
/** The step runs in a node, or is that node. */
const inNode = (name?: Value): Condition => noted("langgraph_node", name);

/** https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md */
export const OPENINFERENCE: Convention = {
  id: "openinference",
  seenIn:
    "openinference-instrumentation-* for Python: agno, anthropic, autogen-agentchat, bedrock, crewai, dspy, google-genai, haystack, langchain, litellm, openai, openai-agents, smolagents; for JavaScript: langchain, openai",
  marker: present(kind),
  operation: {
    from: kind,
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
      when: isText(kind, "AGENT"),
      copies: [[GEN_AI.agent, "agent.name", "graph.node.name", "graph.node.id"]],
    },
  ],
  parts: [
    // The model that was asked for, which is all that a refused call has.
    [GEN_AI.requestModel, "llm.invocation_parameters", '[{,] ?"model": ?"(?P<value>[^"]{1,128})"'],
    [GEN_AI.agent, "metadata", note("lc_agent_name"), fromLangChain],
    [GEN_AI.provider, "metadata", note("ls_provider"), fromLangChain],
    [
      GEN_AI.agent,
      SPAN_NAME,
      "^(?P<value>[a-z][a-z0-9_]{0,63})[.](?:run|arun)$",
      isText(kind, "AGENT"),
    ],
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
      when: all(fromLangChain, inNode(SPAN_NAME)),
      because: "every step with `agent` in its name is sent as an agent, graph nodes too",
    },
    {
      operation: "invoke_workflow",
      to: "invoke_agent",
      when: all(fromLangChain, isText(SPAN_NAME, "LangGraph"), not(inNode())),
      because: "the run of a graph without a name is sent as a chain",
    },
    {
      operation: "invoke_workflow",
      to: "invoke_agent",
      when: all(fromLangChain, noted("lc_agent_name", SPAN_NAME), not(inNode(SPAN_NAME))),
      because: "JavaScript sends an agent's run as a chain",
    },
    {
      operation: "invoke_agent",
      to: "invoke_workflow",
      when: all(
        fromAgentsSdk,
        ...["llm.system", "agent.name", "graph.node.id"].map((key) => absent(span(key))),
      ),
      because: "the trace itself is sent as an agent, around the agents",
    },
    {
      operation: "execute_tool",
      to: "execute_task",
      when: all(fromAgentsSdk, matches(SPAN_NAME, "^handoff to ")),
      because: "handing over to an agent is sent as a tool",
    },
    {
      operation: "invoke_agent",
      to: "agent_step",
      when: fromAutogen,
      because: "the framework's own span around it is the run",
    },
    {
      operation: "execute_tool",
      to: "execute_task",
      when: fromAutogen,
      because: "and the one in it is the tool call",
    },
  ],
};
