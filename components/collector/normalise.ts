import { ENVIRONMENT, GEN_AI, INFERENCE, NOTE, NOTE_PREFIX, SERVICE } from "./attributes.ts";
import { onlyText, rightTypes, wholeInput } from "./coerce.ts";
import { type Convention, SPAN_NAME } from "./convention.ts";
import { CONVENTIONS } from "./conventions.ts";
import { copies, moment, parts } from "./copying.ts";
import { forget } from "./memo.ts";
import {
  absent,
  all,
  any,
  copy,
  drop,
  dropMatching,
  entry,
  group,
  isText,
  matches,
  not,
  present,
  set,
  span,
  type Statement,
  type StatementGroup,
  text,
  type Value,
} from "./ottl.ts";
import { outcomes } from "./outcome.ts";
import type { KnownAgent } from "./plan.ts";
import {
  COMMON_COPIES,
  COMMON_PARTS,
  FIRST_CHUNK_EVENTS,
  OPERATION_GUESSES,
  OPERATION_SPELLINGS,
} from "./vocabulary.ts";

const operation = span(GEN_AI.operation);
/** An SDK that has a word of its own for what a span does is not second-guessed. */
const UNSAID = CONVENTIONS.flatMap(({ operation: rule }) =>
  rule?.from.startsWith("span.attributes") ? [absent(rule.from)] : [],
);
export const isGenAi = present(operation);
export const isInference = any(...INFERENCE.map((name) => isText(operation, name)));

/** Turns what every SDK writes into one vocabulary. */
export function normalise(
  environment: string,
  agents: readonly KnownAgent[],
  ownPatterns: readonly string[],
): StatementGroup[] {
  return [
    resourceDefaults(environment),
    forget,
    {
      statements: [
        dropMatching("span.attributes", `^${NOTE_PREFIX.replace(".", "[.]")}`),
        ...onlyText(GEN_AI.operation),
      ],
    },
    ...CONVENTIONS.flatMap(conventionGroup),
    group([all(absent(operation), ...UNSAID)], guesses()),
    group(
      [isGenAi],
      [
        ...CONVENTIONS.map(({ id, marker }) =>
          set(span(NOTE.convention), text(id), absent(span(NOTE.convention)), marker),
        ),
        set(span(NOTE.genai), "true"),
      ],
    ),
    group(
      [isGenAi],
      [
        ...copies(COMMON_COPIES),
        ...parts(COMMON_PARTS),
        ...streamStart(),
        ...agentName(agents),
        ...rightTypes(),
        ...wholeInput(),
      ],
    ),
    firstChunks(),
    ...outcomes(ownPatterns),
  ];
}

/** Every metric carries both labels, so every resource has both attributes. */
export function resourceDefaults(environment: string): StatementGroup {
  const of = (key: string): Value => entry("resource.attributes", key);
  const statements = [
    // The prefix is the pipeline's own; command lines hold secrets and help nobody here.
    dropMatching(
      "resource.attributes",
      "^(?:agentobs[.]|signal_to_metrics[.]|process[.](?:command|owner|executable[.]path))",
    ),
    ...[SERVICE, ENVIRONMENT, "deployment.environment"].map((key) =>
      drop("resource.attributes", key, present(of(key)), not(`IsString(${of(key)})`)),
    ),
    copy(of(ENVIRONMENT), of("deployment.environment")),
    set(of(ENVIRONMENT), text(environment), absent(of(ENVIRONMENT))),
    set(of(SERVICE), text("unknown_service"), absent(of(SERVICE))),
  ];
  return { statements };
}

function conventionGroup(row: Convention): StatementGroup[] {
  const statements = [
    ...operationOf(row),
    ...(row.copiesWhen ?? []).flatMap(({ when, copies: rows }) => copies(rows, when)),
    ...parts(row.parts ?? []),
    ...copies(row.copies ?? []),
    ...(row.milliseconds ?? []).map(([target, source]) =>
      set(
        span(target),
        `Double(${span(source)}) / 1000.0`,
        absent(span(target)),
        any(`IsInt(${span(source)})`, `IsDouble(${span(source)})`),
      ),
    ),
    ...(row.moments ?? []).flatMap(([target, source]) => moment(span(target), span(source))),
    ...(row.corrections ?? []).map(({ operation: from, to, when }) =>
      set(operation, text(to), isText(operation, from), when),
    ),
    ...(row.renames ?? []).map(({ to, when }) => set(SPAN_NAME, text(to), when)),
  ];
  return statements.length === 0 ? [] : [group([row.marker], statements)];
}

function operationOf({ operation: rule }: Convention): Statement[] {
  if (!rule) return [];
  const unlessSet = rule.overrules ? [] : [absent(operation)];
  return [
    ...Object.entries(rule.equals ?? {}).map(([value, to]) =>
      set(operation, text(to), ...unlessSet, isText(rule.from, value)),
    ),
    ...Object.entries(rule.matches ?? {}).map(([pattern, to]) =>
      set(operation, text(to), ...unlessSet, matches(rule.from, pattern)),
    ),
  ];
}

function guesses(): Statement[] {
  return OPERATION_GUESSES.map(({ to, when }) => set(operation, text(to), absent(operation), when));
}

/** Where a provider's time to first token is sent for plain calls too, it means nothing there. */
function streamStart(): Statement[] {
  const source = span("gen_ai.server.time_to_first_token");
  return [copy(span(GEN_AI.firstChunk), source, `${span("gen_ai.request.stream")} == true`)];
}

/** Some SDKs say when a stream began to answer only by an event, the first of several. */
function firstChunks(): StatementGroup {
  const [target, start, now] = [
    span(GEN_AI.firstChunk),
    "span.start_time_unix_nano",
    "spanevent.time_unix_nano",
  ];
  const named = any(...FIRST_CHUNK_EVENTS.map((name) => isText("spanevent.name", name)));
  return group(
    [all(named, isGenAi)],
    [set(target, `Double(${now} - ${start}) / 1000000000.0`, absent(target), `${now} >= ${start}`)],
  );
}

/** The SDK's own name, else the agent declared for the service, else the service. */
function agentName(agents: readonly KnownAgent[]): Statement[] {
  const service = entry("resource.attributes", SERVICE);
  const declared = agents.flatMap(({ name, service: of }) =>
    of === undefined
      ? []
      : [set(span(GEN_AI.agent), text(name), absent(span(GEN_AI.agent)), isText(service, of))],
  );
  return [
    ...onlyText(GEN_AI.agent),
    ...declared,
    copy(span(GEN_AI.agent), service),
    ...Object.entries(OPERATION_SPELLINGS).map(([spelling, to]) =>
      set(operation, text(to), isText(operation, spelling)),
    ),
  ];
}
