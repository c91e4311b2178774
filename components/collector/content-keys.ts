import { GEN_AI, NOTE } from "./attributes.ts";
import { AI_SCOPE, ANY_SDK, ANY_SDK_SCREENS, CAPITAL_INSIDE, KNOWN } from "./content-words.ts";
import { memo } from "./memo.ts";
import { isGenAi } from "./normalise.ts";
import {
  all,
  any,
  type Condition,
  dropMatching,
  matches,
  present,
  set,
  span,
  type Statement,
  type StatementGroup,
} from "./ottl.ts";

/** Told once for each scope. */
const AI_LIBRARY = memo("ai");
export const noteAiLibrary: StatementGroup = {
  statements: [set(AI_LIBRARY, "true", matches("scope.name", AI_SCOPE))],
};
/** Of a GenAI span, or of another span of a library for agents and models. */
export const mayHoldContent = any(isGenAi, present(AI_LIBRARY));

export const removedFrom = (place: string): string => span(`${NOTE.removed}${place}`);

/** Counts that an expression of its own finds sooner: a word in them would have every span searched. */
const OPENINFERENCE_COUNTS =
  "^llm[.]token_count[.](?:completion|completion_details[.]reasoning|prompt|prompt_details[.]cache_input)$";

/**
 * An SDK's spans of one kind carry the same keys: a list of them of which none means content is
 * remembered at the scope, and the next span with that list is not searched again. What may hold
 * content shows in the list: it has a key for the operation, and the scope is the same.
 */
export function stripSpanKeys(): Statement[] {
  const map = "span.attributes";
  const [before, left] = ['span.cache["attributes"]', 'span.cache["left"]'];
  const [keys, isNew] = ['span.cache["keys"]', 'span.cache["new"]'];
  const slot = memo("keys", span(GEN_AI.operation), left);
  const searched = `${isNew} == true`;
  const isKnown = all(present(keys), `${slot} == ${keys}`);
  const fewer = `${before} > Len(${map})`;
  const listed = (...when: Condition[]): Statement => set(keys, `String(Keys(${map}))`, ...when);
  const suspicious = any(...ANY_SDK_SCREENS.map((screen) => matches(keys, screen)));
  return [
    set(before, `Len(${map})`),
    set(left, before),
    listed(),
    // In this order, so that a span whose keys can't be listed is searched.
    set(isNew, "true"),
    set(isNew, "false", isKnown),
    ...KNOWN.map((pattern) => dropMatching(map, pattern, searched)),
    dropMatching(
      map,
      OPENINFERENCE_COUNTS,
      searched,
      present(span("openinference.span.kind")),
      isGenAi,
    ),
    // What is left may be a list that is known.
    set(left, `Len(${map})`, searched),
    listed(searched, fewer),
    set(isNew, "false", searched, isKnown),
    dropMatching(map, ANY_SDK.word, searched, mayHoldContent, suspicious),
    dropMatching(
      map,
      ANY_SDK.wordInside,
      searched,
      mayHoldContent,
      matches(keys, CAPITAL_INSIDE),
      suspicious,
    ),
    set(slot, keys, searched, `${left} == Len(${map})`),
    set(removedFrom("attributes"), `${before} - Len(${map})`, fewer),
  ];
}
