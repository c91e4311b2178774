import { GEN_AI, NOTE, SERVICE } from "./attributes.ts";
import { isGenAi } from "./normalise.ts";
import { onePass } from "./one-pass.ts";
import { memo } from "./memo.ts";
import {
  all,
  any,
  dropMatching,
  entry,
  group,
  isText,
  keepOnly,
  matches,
  not,
  present,
  set,
  span,
  type Statement,
  type StatementGroup,
} from "./ottl.ts";

/** Where content can hide: the values of label `where`. */
export const CONTENT_PLACES = ["attributes", "events", "exceptions", "status", "links"] as const;

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
  "langfuse[.](?:observation|trace)[.](?:input|output|metadata.*)",
  "mlflow[.]span(?:Inputs|Outputs)",
  "http[.](?:request|response)[.](?:body|header[.](?:authorization|cookie|set-cookie|x-api-key|proxy-authorization))(?:[.].*)?",
];

/** As `bound.ts` makes them. */
const PLAIN_NAME = "^[a-z_][a-z_.-]{0,63}$";

/** Last words of a key that mean content on a GenAI span, whoever wrote it. */
const CONTENT_WORDS =
  "prompts?|completions?|messages?|contents?|inputs?|outputs?|instructions?|arguments|args|results?|question|answer|query|body|text|documents?|transcript|kwargs|request_data|response_data|tool_response";

const KNOWN = onePass(CONTENT_KEYS);
const LAST_WORD = "(?:[.][0-9]+)?";
const ANY_SDK = `(?:^|[._])(?:${CONTENT_WORDS})${LAST_WORD}$`;
/** The same in a list of keys as JSON, word by word: each begins with a literal, which is found fast. */
const ANY_SDK_SCREENS = CONTENT_WORDS.split("|").map((word) => `${word}${LAST_WORD}"`);

const removedFrom = (place: string): string => span(`${NOTE.removed}${place}`);

/**
 * Removes content from spans, their events, exceptions, status and links, and notes how much.
 * An SDK's own switch is not trusted: errors of tools carry content in their messages.
 */
export function stripSpans(): StatementGroup[] {
  return [
    {
      statements: [...stripSpanKeys(), ...stripStatus(), ...dropLinks()],
    },
    group([isText("spanevent.name", "exception")], stripException()),
    group([not(isText("spanevent.name", "exception"))], stripEvent()),
  ];
}

/**
 * An SDK's spans of one kind carry the same keys: a list of them in which no word means content is
 * remembered at the scope, and the next span with that list is not searched again.
 */
function stripSpanKeys(): Statement[] {
  const map = "span.attributes";
  const [before, left] = ['span.cache["attributes"]', 'span.cache["left"]'];
  const keys = 'span.cache["keys"]';
  const slot = memo("keys", span(GEN_AI.operation), left);
  const isNew = [isGenAi, `${slot} != ${keys}`];
  return [
    set(before, `Len(${map})`),
    ...KNOWN.map((pattern) => dropMatching(map, pattern)),
    set(left, `Len(${map})`, isGenAi),
    set(keys, `String(Keys(${map}))`, isGenAi),
    dropMatching(
      map,
      ANY_SDK,
      ...isNew,
      any(...ANY_SDK_SCREENS.map((screen) => matches(keys, screen))),
    ),
    set(slot, keys, ...isNew, `${left} == Len(${map})`),
    set(removedFrom("attributes"), `${before} - Len(${map})`, `${before} > Len(${map})`),
  ];
}

function stripLogKeys(): Statement[] {
  const [map, before] = ["log.attributes", 'log.cache["attributes"]'];
  return [
    set(before, `Len(${map})`),
    ...[...KNOWN, ANY_SDK].map((keys) => dropMatching(map, keys)),
    set(removedFromLogs, `${before} - Len(${map})`, `${before} > Len(${map})`),
  ];
}

function stripStatus(): Statement[] {
  const filled = 'span.status.message != ""';
  return [set(removedFrom("status"), "1", filled), set("span.status.message", '""', filled)];
}

/**
 * OTTL can't reach a link's attributes, so a link goes as a whole. Setting nil empties the list only
 * with the feature gate `ottl.set.allowNil`; `clear` crashes the collector here at 0.161.
 */
function dropLinks(): Statement[] {
  const linked = "Len(span.links) > 0";
  return [set(removedFrom("links"), "Len(span.links)", linked), set("span.links", "nil", linked)];
}

/** Adds to what earlier events of the span have noted. */
function noteEvents(place: "events" | "exceptions"): Statement[] {
  const removed = removedFrom(place);
  const before = 'spanevent.cache["attributes"]';
  const fewer = `${before} > Len(spanevent.attributes)`;
  return [
    set(removed, "0", fewer, `${removed} == nil`),
    set(removed, `${removed} + ${before} - Len(spanevent.attributes)`, fewer),
  ];
}

const rememberEvent = set('spanevent.cache["attributes"]', "Len(spanevent.attributes)");

function stripException(): Statement[] {
  return [
    rememberEvent,
    keepOnly("spanevent.attributes", ["exception.type", "exception.escaped"]),
    ...noteEvents("exceptions"),
  ];
}

/** GenAI events are content and nothing else; of others only what looks like content goes. */
function stripEvent(): Statement[] {
  const genai = matches("spanevent.name", "^gen_ai[.]");
  return [
    rememberEvent,
    keepOnly("spanevent.attributes", [GEN_AI.system, GEN_AI.provider], genai),
    ...KNOWN.map((keys) => dropMatching("spanevent.attributes", keys, not(genai))),
    dropMatching("spanevent.attributes", ANY_SDK, not(genai)),
    ...noteEvents("events"),
  ];
}

const removedFromLogs = entry("log.attributes", `${NOTE.removed}logs`);

/** Clients can't send the pipeline's own notes. */
export const clearLogNotes: StatementGroup = {
  statements: [dropMatching("log.attributes", "^agentobs[.]")],
};

/** The same for log records: bodies of GenAI events are messages. */
export function stripLogs(): StatementGroup[] {
  const agent = entry("log.attributes", GEN_AI.agent);
  const service = entry("resource.attributes", SERVICE);
  const genai = all(
    present("log.body"),
    `(${matches("log.event_name", "^gen_ai[.]")} or ${matches(entry("log.attributes", "event.name"), "^gen_ai[.]")})`,
  );
  return [
    {
      statements: [
        ...stripLogKeys(),
        set(removedFromLogs, "0", genai, `${removedFromLogs} == nil`),
        set(removedFromLogs, `${removedFromLogs} + 1`, genai),
        set("log.body", '""', genai),
        // A label, so only a plain name will do; else the log counts for its service.
        set(agent, service, not(matches(agent, PLAIN_NAME)), present(service)),
      ],
    },
  ];
}
