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
    "someNewSdk.userPrompt",
    "some_new_sdk.rawResponses.0",
    "some_new_sdk.last_error",
    "some_new_sdk.stack_trace",
    "crewai.agent.backstory",
    "crew_tasks",
    "genkit:output",
    "mlflow.chat.messages",
    "langfuse.observation.status_message",
    "gen_ai.evaluation.explanation",
    "gen_ai.retrieval.query.text",
    "logfire.msg",
  ];
  /** What libraries write on spans that are no call and no run. */
  const notes = ["message", "input", "response", "task.description", "toolResult"];
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
  const said = traces([
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
    span({ name: `${PROMPT}, please?`, attributes: inference() }),
  ]);
  const aside = traces(
    [
      span({ name: "aside", attributes: Object.fromEntries(notes.map((key) => [key, PROMPT])) }),
      span({ name: `"${PROMPT}"` }),
    ],
    { "service.name": "shop" },
    { name: "@someone/agent-runtime" },
  );
  return { resourceSpans: [...said.resourceSpans, ...aside.resourceSpans] };
}

export function conversationLogs(): object {
  const event = { eventName: "gen_ai.user.message", body: anyValue({ content: PROMPT }) };
  const old = {
    body: anyValue(PROMPT),
    attributes: keyValues({ "event.name": "gen_ai.choice", "gen_ai.prompt": PROMPT }),
  };
  const underscored = {
    body: anyValue({ role: "user", content: PROMPT }),
    attributes: keyValues({ event_name: "gen_ai.content.prompt" }),
  };
  const details = {
    eventName: "gen_ai.client.inference.operation.details",
    attributes: keyValues({
      "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: PROMPT }] }],
      "gen_ai.output.messages": PROMPT,
      "gen_ai.system_instructions": PROMPT,
      "gen_ai.tool.definitions": PROMPT,
    }),
  };
  const evaluation = {
    eventName: "gen_ai.evaluation.result",
    attributes: keyValues({ "gen_ai.evaluation.explanation": PROMPT }),
  };
  /** Python's `logging`, whose scope is the logger's name. */
  const line = {
    body: anyValue(`Calling search with ${PROMPT}`),
    attributes: keyValues({ "exception.message": PROMPT, "exception.stacktrace": PROMPT }),
  };
  return {
    resourceLogs: [
      {
        scopeLogs: [
          { logRecords: [event, old, underscored, details, evaluation] },
          { scope: { name: "semantic_kernel.kernel" }, logRecords: [line] },
          { scope: { name: "openai._base_client" }, logRecords: [line] },
        ],
      },
    ],
  };
}
