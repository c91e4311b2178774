import { NOTE_PREFIX } from "./attributes.ts";
import { dropMatching, text, type Value } from "./ottl.ts";

const PREFIX = `${NOTE_PREFIX}memo.`;

/**
 * A place where spans of one scope and request leave a result for those behind them: an attribute of
 * the scope, because caches don't outlive a span. One per `part`, which is any text.
 */
export const memo = (name: string, ...parts: readonly Value[]): Value =>
  `scope.attributes[Concat([${[text(`${PREFIX}${name}`), ...parts].join(", ")}], "|")]`;

/** At the door, because a client must not bring results along, and when they have served. */
export const forget = { statements: [dropMatching("scope.attributes", "^agentobs[.]")] };
