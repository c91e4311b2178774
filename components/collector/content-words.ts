import { onePass } from "./one-pass.ts";

/**
 * Scopes of libraries for agents and models: some of their spans and log records say nothing that
 * the table knows, and carry content all the same.
 */
export const AI_SCOPE =
  "(?i:(?:^|[ ._/@-])(?:ai|agents?|llm|gen[._-]?ai|agno|anthropic|autogen|bedrock|cohere|crewai|dspy|genkit|haystack|instructor|lang(?:chain|fuse|graph|smith)|litellm|llama_?index|logfire|mastra|mcp|mistralai|mlflow|ollama|open(?:ai|inference|lit)|pydantic[._-]ai|semantic_kernel|smolagents|strands|traceloop|vertexai)(?:[ ._/-]|$))";

/** Attributes of known SDKs that hold prompts, answers, arguments or results, on any span. */
const CONTENT_KEYS = [
  "gen_ai[.](?:input|output)[.]messages",
  "gen_ai[.]system_instructions",
  "gen_ai[.]tool[.](?:definitions|args|input|output|description|call[.](?:arguments|result))",
  "gen_ai[.](?:prompt|completion|content|retrieval)(?:[.].*)?",
  "gen_ai[.](?:task|workflow)[.](?:input|output)",
  "gen_ai[.]agent[.](?:description|instructions|context|goal|tools|(?:actual|expected)_output)",
  "gen_ai[.]framework[.]error[.]message",
  "traceloop[.](?:entity[.](?:input|output)|prompt[.].*)",
  "llm[.](?:prompts?|completions?|(?:in|out)put_messages|prompt_template|tools|functions?|invocation_parameters|headers|request[.]functions|response[.]choices)(?:[.].*)?",
  "(?:input|output)[.]value",
  "(?:embedding[.]embeddings|embedding[.]invocation_parameters|retrieval[.]documents|reranker)(?:[.].*)?",
  "tool[.](?:parameters|description|json_schema)",
  "ai[.](?:prompt|toolCall[.](?:args|result)|request[.]headers|values?|embeddings?|schema)(?:[.].*)?",
  "ai[.]response[.](?:text|object|toolCalls|reasoning|providerMetadata|files)(?:[.].*)?",
  "(?:pydantic_ai[.].*|all_messages(?:_events)?|final_result|model_request_parameters|logfire[.](?:json_schema|msg.*))",
  "lk[.](?:input|user_input|response|chat_ctx|function_tool).*",
  "gcp[.]vertex[.]agent[.].*",
  "langfuse[.](?:observation|trace)[.](?:input|output|status_message|metadata.*)",
  "mlflow[.](?:span(?:Inputs|Outputs)|chunk[.].*|chat[.](?:messages|tools))",
  "crew_(?:agents|tasks|inputs)|crewai[.](?:agent|crew|task)[.](?:agents|backstory|description|goal|tasks|tasks_output|tools)",
  "mastra[.](?:metadata[.](?:body|headers)|log[.].*)",
  "genkit:(?:input|output|metadata:.*)",
  "http[.](?:request|response)[.](?:body|header[.](?:authorization|cookie|set-cookie|x-api-key|proxy-authorization))(?:[.].*)?",
];

/** Last words of a key that mean content on a GenAI span, whoever wrote it. */
const CONTENT_WORDS =
  "prompts?|completions?|choices|messages?|contents?|inputs?|outputs?|instructions?|arguments|args|results?|questions?|answers?|query|body|text|documents?|transcript|kwargs|request_data|response_data|tool_response|requests?|responses?|events|errors?|stack_?trace|traceback|descriptions?|explanation|goal|backstory|thoughts?|reasoning|history|payload|definitions|json_schema";
/** The same within a word that begins with another: `userPrompt`. */
const CAPITAL_WORDS = CONTENT_WORDS.replaceAll(
  /(^|[|])([a-z])/g,
  (_, bar: string, first: string) => bar + first.toUpperCase(),
);

export const KNOWN = onePass(CONTENT_KEYS);
const LAST_WORD = "(?:[.][0-9]+)?";
/**
 * Two, because Go searches a compiled expression of 500 steps or more by its slowest machine:
 * https://github.com/golang/go/blob/go1.26.0/src/regexp/backtrack.go
 */
export const ANY_SDK = {
  word: `(?:^|[._:])(?:${CONTENT_WORDS})${LAST_WORD}$`,
  wordInside: `[a-z0-9](?:${CAPITAL_WORDS})${LAST_WORD}$`,
};
/** In a list of keys, or in one: no word begins inside another. */
export const CAPITAL_INSIDE = "[a-z0-9][A-Z]";
/**
 * Where keys stand in a list as JSON, a look for each word, without its first letter because that may
 * be a capital: each begins with a literal, which is found fast.
 */
export const ANY_SDK_SCREENS = CONTENT_WORDS.split("|").map(
  (word) => `${word.slice(1)}${LAST_WORD}"`,
);

/** A few words, and no sentence. */
export const PLAIN_SPAN_NAME = '^[^\\s,;?!"]{1,80}(?: [^\\s,;?!"]{1,80}){0,5}$';
