import type { Attributes } from "@opentelemetry/api";
import type { ModelCall, RunScript, ToolCall, Usage } from "./script.ts";

/**
 * Which generation of the GenAI conventions an agent's SDK speaks. `current` has structured message
 * attributes and `gen_ai.provider.name`; `older` has indexed attributes, content events and
 * `gen_ai.system`. Both still arrive in practice.
 * https://github.com/open-telemetry/semantic-conventions-genai
 */
export type Dialect = "current" | "older";

/** Name and attributes of a span, and the content that goes with it. */
export interface SpanText {
  readonly name: string;
  readonly attributes: Attributes;
  /** Attributes that hold content, which may not survive. */
  readonly content: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
}

export function runText(run: RunScript, dialect: Dialect): SpanText {
  const shared = {
    "gen_ai.agent.name": run.agent,
    "agent.task": run.task,
    "agent.iterations": run.iterations,
    ...(run.failure && { "error.type": run.failure.type }),
  };
  if (dialect === "older")
    return { name: "agent.run", attributes: shared, content: {}, events: [] };
  const attributes = { "gen_ai.operation.name": "invoke_agent", ...shared };
  return { name: `invoke_agent ${run.agent}`, attributes, content: {}, events: [] };
}

export function modelText(call: ModelCall, agent: string, dialect: Dialect): SpanText {
  const attributes: Attributes = {
    "gen_ai.agent.name": agent,
    "gen_ai.operation.name": call.operation,
    "gen_ai.request.model": call.model,
    "gen_ai.request.temperature": 0.2,
    ...(call.usage && {
      "gen_ai.response.model": call.model,
      ...usageAttributes(call.usage, dialect),
    }),
    ...(call.firstChunkSeconds !== undefined && {
      "gen_ai.request.stream": true,
      "gen_ai.response.time_to_first_chunk": call.firstChunkSeconds,
    }),
    ...(call.failure && { "error.type": call.failure.type }),
  };
  const name = `${call.operation} ${call.model}`;
  return dialect === "current"
    ? {
        name,
        attributes: { ...attributes, "gen_ai.provider.name": call.provider },
        ...currentContent(call),
      }
    : {
        name,
        attributes: { ...attributes, "gen_ai.system": call.provider },
        ...olderContent(call),
      };
}

function usageAttributes(usage: Usage, dialect: Dialect): Attributes {
  const [input, output] =
    dialect === "current"
      ? ["input_tokens", "output_tokens"]
      : ["prompt_tokens", "completion_tokens"];
  return {
    [`gen_ai.usage.${input}`]: usage.input,
    [`gen_ai.usage.${output}`]: usage.output,
    ...(usage.cacheRead && { "gen_ai.usage.cache_read.input_tokens": usage.cacheRead }),
    ...(usage.cacheWrite && { "gen_ai.usage.cache_write.input_tokens": usage.cacheWrite }),
    ...(usage.reasoning && { "gen_ai.usage.reasoning.output_tokens": usage.reasoning }),
  };
}

type Content = Pick<SpanText, "content" | "events">;

function currentContent({ content: said, failure }: ModelCall): Content {
  const message = (role: string, text: string) =>
    JSON.stringify([{ role, parts: [{ type: "text", content: text }] }]);
  const content = {
    "gen_ai.system_instructions": JSON.stringify([{ type: "text", content: said.system }]),
    "gen_ai.input.messages": message("user", said.prompt),
    ...(!failure && { "gen_ai.output.messages": message("assistant", said.answer) }),
  };
  const events = [{ name: "gen_ai.client.inference.operation.details", attributes: content }];
  return { content, events };
}

function olderContent({ content: said, failure }: ModelCall): Content {
  const asked = [
    { name: "gen_ai.system.message", attributes: { content: said.system } },
    { name: "gen_ai.user.message", attributes: { content: said.prompt } },
    { name: "gen_ai.content.prompt", attributes: { "gen_ai.prompt": said.prompt } },
  ];
  const answered = [
    { name: "gen_ai.choice", attributes: { message: said.answer } },
    { name: "gen_ai.content.completion", attributes: { "gen_ai.completion": said.answer } },
  ];
  return {
    content: {
      "gen_ai.prompt.0.role": "user",
      "gen_ai.prompt.0.content": said.prompt,
      ...(!failure && { "gen_ai.completion.0.content": said.answer }),
    },
    events: failure ? asked : [...asked, ...answered],
  };
}

export function toolText(call: ToolCall, agent: string, id: string, dialect: Dialect): SpanText {
  const attributes = {
    "gen_ai.agent.name": agent,
    "gen_ai.tool.name": call.name,
    "gen_ai.tool.call.id": id,
    ...(call.failure && { "error.type": call.failure.type }),
  };
  const content = {
    "gen_ai.tool.call.arguments": call.arguments,
    ...(!call.failure && { "gen_ai.tool.call.result": call.result }),
  };
  // The older one says nothing about success: it follows from the span's status.
  if (dialect === "older")
    return {
      name: "agent.tool_call",
      attributes,
      content: { ...content, "traceloop.entity.input": call.arguments },
      events: [],
    };
  const said = { "gen_ai.operation.name": "execute_tool", "tool.success": !call.failure };
  return {
    name: `execute_tool ${call.name}`,
    attributes: { ...said, ...attributes },
    content,
    events: [],
  };
}
