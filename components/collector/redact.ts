import { NOTE_PREFIX } from "./attributes.ts";
import { restoreTypes } from "./coerce.ts";
import {
  any,
  call,
  drop,
  dropMatching,
  entry,
  matches,
  not,
  present,
  replace,
  replaceAll,
  set,
  type Statement,
  type StatementGroup,
} from "./ottl.ts";
import { type Search, searchFor } from "./patterns.ts";
import { SECRET_KEYS } from "./patterns-named.ts";

/** An attribute map and the texts beside it that go out together. */
interface Place {
  readonly map: string;
  readonly cache: string;
  readonly texts: readonly string[];
}

const RESOURCE: Place = {
  map: "resource.attributes",
  cache: "resource.cache",
  texts: ["resource.schema_url"],
};
const SCOPE: Place = {
  map: "scope.attributes",
  cache: "scope.cache",
  texts: ["scope.name", "scope.version", "scope.schema_url"],
};
const SPAN: Place = {
  map: "span.attributes",
  cache: "span.cache",
  texts: ["span.name", "span.status.message", "span.trace_state"],
};
const EVENT: Place = {
  map: "spanevent.attributes",
  cache: "spanevent.cache",
  texts: ["spanevent.name"],
};
const LOG: Place = {
  map: "log.attributes",
  cache: "log.cache",
  texts: ["log.body", "log.severity_text", "log.event_name"],
};

/** A number in JSON whose decimals could be the digits of a card: durations in seconds are. */
const LONG_DECIMALS = '":[0-9]{1,9}[.][0-9]{12,}';

/** What becomes a label, so it is cleaned where it comes in. */
export function redactResources(own: readonly string[]): StatementGroup[] {
  return [{ statements: redact(RESOURCE, searchFor(own)) }];
}

/** Masks secrets and personal data in everything of a span that a reader could see. */
export function redactSpans(own: readonly string[]): StatementGroup[] {
  const search = searchFor(own);
  return [
    ...[SCOPE, SPAN, EVENT].map((place) => ({ statements: redact(place, search) })),
    restoreTypes(),
  ];
}

/** The same for log records. A structured body becomes its JSON: patterns work on text. */
export function redactLogs(own: readonly string[]): StatementGroup[] {
  const search = searchFor(own);
  const body = "log.body";
  const asText = set(body, `String(${body})`, present(body), not(`IsString(${body})`));
  return [
    { statements: [asText] },
    ...[RESOURCE, SCOPE, LOG].map((place) => ({ statements: redact(place, search) })),
  ];
}

/**
 * First one look at everything together: most places hold nothing and are done. What can't be looked
 * at, such as a map with a NaN in it, counts as suspicious. Patterns then run over text values; what
 * still shows after that is in a list, a map, a number or a key, and the place is flattened to text.
 * The texts beside the map are put into it for the while.
 */
function redact(place: Place, search: Search): Statement[] {
  const { screens, lowerScreens, find, by } = search;
  const { map, cache, texts } = place;
  const seen = `${cache}["redact.text"]`;
  const dirty = `${cache}["redact.dirty"]`;
  const lower = `${cache}["redact.lower"]`;
  const clean = not(
    any(
      ...screens.map((screen) => matches(seen, screen)),
      ...lowerScreens.map((screen) => matches(lower, screen)),
    ),
  );
  const isDirty = `${dirty} == true`;
  const isLent = `${cache}["redact.lent"] == true`;
  const lent = (index: number): string => entry(map, `${NOTE_PREFIX}text${index}`);
  const dropSecrets = dropMatching(map, SECRET_KEYS, isDirty);
  const mask = replaceAll(map, "value", find, by, isDirty);
  return [
    set(dirty, "true"),
    set(seen, `Concat([${[...texts, `String(${map})`].join(", ")}], "\\n")`),
    replace(seen, LONG_DECIMALS, '":0', present(seen)),
    set(lower, `ToLowerCase(${seen})`, present(seen)),
    set(dirty, "false", present(seen), clean),
    set(`${cache}["redact.lent"]`, "true", isDirty),
    ...texts.map((text, index) => set(lent(index), text, isDirty)),
    // Twice: what stands between two secrets belongs to the first match, and the second needs it.
    mask,
    mask,
    dropSecrets,
    set(seen, `String(${map})`, isDirty),
    set(dirty, "false", isDirty, present(seen), not(matches(seen, find))),
    call(`flatten(${map})`, isDirty),
    // What a key names may have come to light.
    dropSecrets,
    call(`stringify_all(${map})`, isDirty),
    mask,
    replaceAll(map, "key", find, by, isDirty),
    ...texts.flatMap((text, index) => [
      set(text, lent(index), isLent, present(lent(index))),
      drop(map, `${NOTE_PREFIX}text${index}`, isLent),
    ]),
  ];
}

/** A value that must not become a label. */
export const holdsSecret = (value: string, own: readonly string[]): string =>
  matches(value, searchFor(own).find);
