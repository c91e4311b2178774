import { GEN_AI } from "./attributes.ts";
import { type Convention, SPAN_NAME } from "./convention.ts";
import { absent, all, any, isText, matches, not, present, span } from "./ottl.ts";
import { usageIn } from "./vocabulary.ts";

const observation = span("langfuse.observation.type");
const mlflowType = span("mlflow.spanType");
const node = span("langsmith.metadata.langgraph_node");
const agent = span("langsmith.metadata.lc_agent_name");

/** Platforms whose own SDKs send spans: Langfuse, LangSmith, MLflow, Logfire. */
export const PLATFORMS: readonly Convention[] = [
  {
    id: "langfuse",
    seenIn: "langfuse for Python 5 (its own decorators and its OpenAI client)",
    marker: present(observation),
    operation: {
      from: observation,
      equals: {
        generation: "chat",
        embedding: "embeddings",
        tool: "execute_tool",
        agent: "invoke_agent",
        chain: "invoke_workflow",
        retriever: "retrieval",
      },
    },
    copiesWhen: [
      { when: isText(observation, "agent"), copies: [[GEN_AI.agent, SPAN_NAME]] },
      { when: isText(observation, "tool"), copies: [[GEN_AI.tool, SPAN_NAME]] },
    ],
    parts: usageIn("langfuse.observation.usage_details"),
    copies: [
      [GEN_AI.requestModel, "langfuse.observation.model.name"],
      [GEN_AI.responseModel, "langfuse.observation.model.name"],
      [GEN_AI.conversation, "langfuse.session.id"],
    ],
    moments: [[GEN_AI.firstChunk, "langfuse.observation.completion_start_time"]],
  },
  {
    id: "langsmith",
    seenIn: "langsmith for Python with LANGSMITH_OTEL_ENABLED, LangChain 1",
    marker: present(span("langsmith.span.kind")),
    copies: [
      [GEN_AI.provider, "langsmith.metadata.ls_provider"],
      [GEN_AI.agent, "langsmith.metadata.lc_agent_name"],
      [
        GEN_AI.conversation,
        "langsmith.metadata.thread_id",
        "langsmith.metadata.session_id",
        "langsmith.metadata.conversation_id",
      ],
    ],
    parts: usageIn("langsmith.metadata.usage_metadata"),
    corrections: [
      {
        operation: "chain",
        to: "invoke_agent",
        when: any(
          all(present(agent), `${agent} == span.name`, any(absent(node), `${node} != span.name`)),
          all(isText("span.name", "LangGraph"), absent(node)),
        ),
        because: "an agent's run is sent as a chain",
      },
      {
        operation: "chain",
        to: "execute_task",
        when: present(node),
        because: "so is every node of its graph",
      },
      {
        operation: "chain",
        to: "invoke_workflow",
        when: absent(node),
        because: "the conventions have no chain",
      },
      {
        operation: "embeddings",
        to: "retrieval",
        when: isText(span("langsmith.span.kind"), "retriever"),
        because: "a retriever is sent as an embedding",
      },
    ],
  },
  {
    id: "mlflow",
    seenIn: "mlflow 3 over OTLP, without its switch for the GenAI conventions",
    marker: present(mlflowType),
    operation: {
      from: mlflowType,
      // Its attributes are JSON, texts in quotes.
      matches: {
        '^"?(?:CHAT_MODEL|LLM)"?$': "chat",
        '^"?EMBEDDING"?$': "embeddings",
        '^"?TOOL"?$': "execute_tool",
        '^"?AGENT"?$': "invoke_agent",
        '^"?(?:CHAIN|WORKFLOW)"?$': "invoke_workflow",
        '^"?(?:RETRIEVER|RERANKER)"?$': "retrieval",
      },
    },
    copiesWhen: [
      { when: matches(mlflowType, '^"?AGENT"?$'), copies: [[GEN_AI.agent, SPAN_NAME]] },
      { when: matches(mlflowType, '^"?TOOL"?$'), copies: [[GEN_AI.tool, SPAN_NAME]] },
    ],
    parts: [
      [GEN_AI.requestModel, "model", '^"?(?P<value>[^"]{1,128})"?$'],
      [GEN_AI.responseModel, "mlflow.llm.model", '^"?(?P<value>[^"]{1,128})"?$'],
      [GEN_AI.provider, "mlflow.llm.provider", '^"?(?P<value>[^"]{1,64})"?$'],
      ...usageIn("mlflow.chat.tokenUsage"),
    ],
  },
  {
    id: "logfire",
    seenIn: "logfire 5 for the OpenAI Agents SDK",
    marker: matches("instrumentation_scope.name", "^logfire[.]openai_agents$"),
    operation: {
      from: SPAN_NAME,
      equals: { "Agent run: {name!r}": "invoke_agent", "Function: {name}": "execute_tool" },
      matches: {
        "^(?:OpenAI Agents trace|Task): ": "invoke_workflow",
        "^Turn ": "agent_step",
        "^(?:Handoff|Guardrail|Custom span|MCP list tools)": "execute_task",
      },
    },
    copiesWhen: [
      { when: isText(SPAN_NAME, "Agent run: {name!r}"), copies: [[GEN_AI.agent, "name"]] },
      { when: isText(SPAN_NAME, "Function: {name}"), copies: [[GEN_AI.tool, "name"]] },
    ],
    copies: [[GEN_AI.agent, "agent_name"]],
    parts: [
      [
        GEN_AI.conversation,
        "group_id",
        "^(?P<value>.{1,128})$",
        not(isText(span("group_id"), "null")),
      ],
      ...usageIn("gen_ai.usage.raw"),
    ],
  },
];
