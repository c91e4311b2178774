import { ERROR_TYPE, GEN_AI, NOTE, SERVICE, TASK } from "./attributes.ts";
import { FURTHER_PROVIDERS, PROVIDERS } from "./vocabulary.ts";
import { isGenAi } from "./normalise.ts";
import {
  all,
  any,
  type Condition,
  drop,
  entry,
  group,
  isOneOf,
  isText,
  matches,
  not,
  present,
  replace,
  set,
  span,
  type Statement,
  type StatementGroup,
  text,
  type Value,
} from "./ottl.ts";
import type { KnownAgent } from "./plan.ts";
import { holdsSecret } from "./redact.ts";

/** Longest name that becomes a label, in characters. */
const NAME_LENGTH = 64;
const TASK_LENGTH = 100;

/** Bounded attributes by the note that says so, which is the value of label `attribute`. */
export const BOUNDED = {
  task: TASK,
  agent: GEN_AI.agent,
  tool: GEN_AI.tool,
  model: GEN_AI.requestModel,
  provider: GEN_AI.provider,
  error: ERROR_TYPE,
  service: SERVICE,
} as const;

const note = (attribute: keyof typeof BOUNDED, ...when: Condition[]): Statement =>
  set(span(`${NOTE.bounded}${attribute}`), "true", ...when);

/** Keeps what becomes a label to few, short and harmless values. */
export function bound(
  agents: readonly KnownAgent[],
  ownPatterns: readonly string[],
): StatementGroup[] {
  const service = entry("resource.attributes", SERVICE);
  const secret = (value: Value): Condition => holdsSecret(value, ownPatterns);
  const unfit = unfitError(secret);
  const tools = agents.flatMap(({ tools: names }) => names ?? []);
  return [
    ...serviceName(service),
    // An agent without a name goes by its service's.
    name(
      "agent",
      secret,
      agents.map(({ name: agent }) => agent),
      [not(`${span(GEN_AI.agent)} == ${service}`)],
    ),
    name("tool", secret, tools),
    ...agents.flatMap(toolsOf),
    ...providerName(),
    group(
      [present(span(ERROR_TYPE))],
      [note("error", unfit), set(span(ERROR_TYPE), text("other"), unfit)],
    ),
    group([present(span(TASK))], [note("task", matches(span(TASK), tooLong(TASK_LENGTH)))]),
  ];
}

/** Its first characters are group 1. */
const tooLong = (length: number): string => `^((?s:.{${length}}))(?s:.+)$`;

/**
 * Lower case, digits and ids folded to `#`. Declared names stay as they are; a plain name is told
 * apart first, because most are plain.
 */
function name(
  attribute: "agent" | "tool",
  secret: (value: Value) => Condition,
  declared: readonly string[],
  unless: readonly Condition[] = [],
): StatementGroup {
  const value = span(BOUNDED[attribute]);
  const plain = matches(value, `^[a-z_][a-z_.-]{0,${NAME_LENGTH - 1}}$`);
  const own = declared.length > 0 ? [not(isOneOf(value, declared))] : [];
  return group(
    [all(present(value), not(plain), ...own, ...unless)],
    [
      note(
        attribute,
        any(
          not(`IsString(${value})`),
          matches(value, `[0-9]|^$|^(?s:.{${NAME_LENGTH + 1}})`),
          secret(value),
        ),
      ),
      set(value, text("other"), any(not(`IsString(${value})`), isText(value, ""), secret(value))),
      set(value, `ToLowerCase(${value})`),
      replace(value, "[^a-z0-9_.-]+", "_"),
      replace(value, UUID, "#"),
      replace(value, HEX_ID, "#"),
      replace(value, "[0-9]+", "#"),
      replace(value, tooLong(NAME_LENGTH), "$1"),
    ],
  );
}

/** Ids that stand in a name because somebody put them there. */
const UUID = "[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}";
const HEX_ID = "[0-9a-f]{8,}";
/** A service may be called s3-proxy, and its version v12. */
const SERVICE_ID = "[0-9]{3,}";

/** Ids of pods and builds folded to `#`. Whatever else stands there, the cap on series bounds. */
function serviceName(service: Value): StatementGroup[] {
  const marker = entry("resource.attributes", `${NOTE.bounded}service`);
  const ids = [UUID, HEX_ID, SERVICE_ID];
  const unfit = matches(service, [...ids, `^(?s:.{${NAME_LENGTH + 1}})`].join("|"));
  return [
    {
      statements: [
        set(marker, "true", unfit),
        ...ids.map((id) => replace(service, id, "#", present(marker))),
        replace(service, tooLong(NAME_LENGTH), "$1"),
      ],
    },
    group([present(marker)], [note("service", present(span(NOTE.genai)))]),
    { statements: [drop("resource.attributes", `${NOTE.bounded}service`)] },
  ];
}

/** An agent's allow-list. */
function toolsOf({ name: agent, tools }: KnownAgent): StatementGroup[] {
  if (!tools || tools.length === 0) return [];
  const tool = span(GEN_AI.tool);
  const foreign = not(isOneOf(tool, tools));
  return [
    group(
      [all(present(tool), isText(span(GEN_AI.agent), agent), foreign)],
      [note("tool"), set(tool, text("other"))],
    ),
  ];
}

/** One spelling of every known provider, under both generations of the attribute. */
function providerName(): StatementGroup[] {
  const provider = span(GEN_AI.provider);
  const names = [...Object.keys(PROVIDERS), ...FURTHER_PROVIDERS];
  const foreign = not(isOneOf(provider, names));
  const spelling = 'span.cache["provider"]';
  return [
    // Apart, because most are spelled well.
    group(
      [all(isGenAi, present(provider), foreign)],
      [
        set(spelling, `ToLowerCase(${provider})`),
        ...Object.entries(PROVIDERS).map(([to, pattern]) =>
          set(provider, text(to), matches(spelling, pattern)),
        ),
        set(provider, spelling, isOneOf(spelling, FURTHER_PROVIDERS)),
        note("provider", foreign),
        set(provider, text("other"), foreign),
      ],
    ),
    group([isGenAi], [set(span(GEN_AI.system), provider, present(provider))]),
  ];
}

const errorType: Value = span(ERROR_TYPE);
/** A class name or a status code; anything else is a text that happens to be in the field. */
const unfitError = (secret: (value: Value) => Condition): Condition =>
  any(
    not(matches(errorType, "^(?:[A-Za-z_][A-Za-z0-9_]{0,63}|[1-5][0-9]{2})$")),
    matches(errorType, "(?:[0-9].*){4}"),
    secret(errorType),
  );
