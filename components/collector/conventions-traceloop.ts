import { GEN_AI } from "./attributes.ts";
import type { Convention } from "./convention.ts";
import { all, any, isText, matches, not, present, span } from "./ottl.ts";

const scope = "instrumentation_scope.name";
const operation = span(GEN_AI.operation);
const fromLlamaIndex = isText(scope, "opentelemetry.instrumentation.llamaindex");
const traceloopKind = span("traceloop.span.kind");

/** https://github.com/traceloop/openllmetry */
export const TRACELOOP: Convention = {
  id: "traceloop",
  seenIn: "opentelemetry-instrumentation-openai and -langchain 0.40 to 0.62 (openllmetry)",
  marker: any(
    present(traceloopKind),
    present(span("traceloop.workflow.name")),
    present(span("llm.request.type")),
    all(
      present(operation),
      matches(scope, "^opentelemetry[.]instrumentation[.]"),
      not(
        matches(
          scope,
          "^opentelemetry[.]instrumentation[.](?:genai|google_genai|botocore|openai_v2)",
        ),
      ),
    ),
  ),
  operation: {
    from: traceloopKind,
    equals: {
      tool: "execute_tool",
      agent: "invoke_agent",
      task: "execute_task",
      workflow: "invoke_workflow",
    },
  },
  copiesWhen: [
    { when: isText(traceloopKind, "tool"), copies: [[GEN_AI.tool, "traceloop.entity.name"]] },
    { when: isText(traceloopKind, "agent"), copies: [[GEN_AI.agent, "traceloop.entity.name"]] },
    { when: fromLlamaIndex, copies: [[GEN_AI.tool, "tool.name"]] },
  ],
  copies: [
    [GEN_AI.operation, "llm.request.type"],
    [GEN_AI.provider, "traceloop.association.properties.ls_provider"],
    [GEN_AI.agent, "traceloop.association.properties.lc_agent_name", "traceloop.workflow.name"],
    [
      GEN_AI.conversation,
      "traceloop.association.properties.thread_id",
      "traceloop.association.properties.session_id",
    ],
  ],
  corrections: [
    {
      operation: "invoke_agent",
      to: "invoke_workflow",
      when: isText(traceloopKind, "workflow"),
      because: "a graph is sent as an agent within its agent's span",
    },
    {
      operation: "invoke_agent",
      to: "execute_task",
      when: isText(traceloopKind, "task"),
      because: "a task of a crew is sent as an agent, around the one that does it",
    },
    {
      operation: "invoke_agent",
      to: "invoke_workflow",
      when: isText("span.name", "crewai.workflow"),
      because: "so is the crew",
    },
    {
      operation: "execute_task",
      to: "execute_tool",
      when: all(fromLlamaIndex, present(span("tool.name"))),
      because: "calls of tools are sent as tasks",
    },
    {
      operation: "invoke_workflow",
      to: "invoke_agent",
      when: all(fromLlamaIndex, matches("span.name", "^[A-Za-z]*Agent[A-Za-z]*[.]workflow$")),
      because: "and the run of an agent as a workflow",
    },
  ],
  renames: [
    {
      to: "crewai.task",
      when: present(span("crewai.task.id")),
      because: "a task is named by its description",
    },
  ],
};
