import { anyValue, keyValues } from "./otlp.ts";
import { inference, span, spanId, traceId, traces } from "./traffic.ts";

/** Stands for any content. */
export const PROMPT = "PROMPT-CANARY tell me a secret";

/** Content in every place that a library was seen to put it, and in some that none was. */
export function conversation(): object {
  const keys = [
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.system_instructions",
    "gen_ai.tool.definitions",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result",
    "gen_ai.prompt.0.content",
    "gen_ai.completion.0.tool_calls.0.arguments",
    "traceloop.entity.input",
    "llm.input_messages.0.message.content",
    "input.value",
    "output.value",
    "embedding.embeddings.0.embedding.text",
    "ai.prompt.messages",
    "ai.response.text",
    "ai.toolCall.args",
    "pydantic_ai.all_messages",
    "final_result",
    "some_new_sdk.user_prompt",
    "some_new_sdk.answer.content",
  ];
  const event = (name: string) => ({
    name,
    attributes: keyValues({ content: PROMPT, "gen_ai.prompt": PROMPT, body: PROMPT }),
  });
  const events = [
    "gen_ai.content.prompt",
    "gen_ai.user.message",
    "gen_ai.choice",
    "exception",
    "custom",
  ].map(event);
  return traces([
    span({
      name: "conversation",
      attributes: inference(Object.fromEntries(keys.map((key) => [key, PROMPT]))),
      status: { code: 2, message: PROMPT },
      events: [
        ...events,
        { name: "exception", attributes: keyValues({ "exception.stacktrace": PROMPT }) },
      ],
      links: [{ traceId: traceId(), spanId: spanId(), attributes: keyValues({ note: PROMPT }) }],
    }),
  ]);
}

export function conversationLogs(): object {
  const event = { eventName: "gen_ai.user.message", body: anyValue({ content: PROMPT }) };
  const old = {
    body: anyValue(PROMPT),
    attributes: keyValues({ "event.name": "gen_ai.choice", "gen_ai.prompt": PROMPT }),
  };
  return { resourceLogs: [{ scopeLogs: [{ logRecords: [event, old] }] }] };
}
