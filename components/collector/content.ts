import { GEN_AI, NOTE, SERVICE } from "./attributes.ts";
import { mayHoldContent, noteAiLibrary, removedFrom, stripSpanKeys } from "./content-keys.ts";
import { AI_SCOPE, ANY_SDK, KNOWN, PLAIN_SPAN_NAME } from "./content-words.ts";
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
export const CONTENT_PLACES = [
  "attributes",
  "events",
  "exceptions",
  "status",
  "links",
  "names",
] as const;

/** As `bound.ts` makes them. */
const PLAIN_NAME = "^[a-z_][a-z_.-]{0,63}$";

/**
 * Removes content from spans, their events, exceptions, status and links, and notes how much.
 * An SDK's own switch is not trusted: errors of tools carry content in their messages.
 */
export function stripSpans(): StatementGroup[] {
  return [
    noteAiLibrary,
    { statements: [...stripSpanKeys(), ...stripStatus(), ...dropLinks()] },
    group([all(mayHoldContent, not(matches("span.name", PLAIN_SPAN_NAME)))], rename()),
    group([isText("spanevent.name", "exception")], stripException()),
    group([not(isText("spanevent.name", "exception"))], stripEvent()),
  ];
}

function stripLogKeys(): Statement[] {
  const [map, before] = ["log.attributes", 'log.cache["attributes"]'];
  return [
    set(before, `Len(${map})`),
    ...[...KNOWN, ANY_SDK.word, ANY_SDK.wordInside].map((keys) => dropMatching(map, keys)),
    set(removedFromLogs, `${before} - Len(${map})`, `${before} > Len(${map})`),
  ];
}

/** As the conventions name spans: the operation and its object, else what wrote the span. */
function rename(): Statement[] {
  const operation = span(GEN_AI.operation);
  const objects = [GEN_AI.tool, GEN_AI.requestModel, GEN_AI.agent].map(span);
  return [
    set(removedFrom("names"), "1"),
    set("span.name", "instrumentation_scope.name"),
    set("span.name", operation, present(operation)),
    ...objects.map((object) =>
      set(
        "span.name",
        `Concat([${operation}, ${object}], " ")`,
        present(object),
        `span.name == ${operation}`,
      ),
    ),
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
    ...[...KNOWN, ANY_SDK.word, ANY_SDK.wordInside].map((keys) =>
      dropMatching("spanevent.attributes", keys, not(genai)),
    ),
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
  const names = ["event.name", "event_name"].map((key) => entry("log.attributes", key));
  const genai = all(
    present("log.body"),
    any(
      ...["log.event_name", ...names].map((name) => matches(name, "^gen_ai[.]")),
      ...["gen_ai.system", "gen_ai.provider.name", "gen_ai.operation.name"].map((key) =>
        present(entry("log.attributes", key)),
      ),
      matches("instrumentation_scope.name", AI_SCOPE),
    ),
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
