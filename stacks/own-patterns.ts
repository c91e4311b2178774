interface PatternProblem {
  readonly index: number;
  readonly what: string;
  /** A line to paste, or what to write instead. */
  readonly fix: string;
}

const EXAMPLE = 'agentobs:content: { patterns: ["EMP-[0-9]{6}"] }';

/** What RE2 has not, although JavaScript has: https://github.com/google/re2/wiki/Syntax */
const NOT_IN_RE2: readonly (readonly [shape: RegExp, what: string, fix: string])[] = [
  [/\(\?<?[=!]/, "looks around", "write what stands beside the secret into the pattern"],
  [/\\[1-9]|\\k</, "refers back to a group", "write the repeated part twice"],
  [
    /\(\?>|[*+?}][+]/,
    "has an atomic group or a possessive quantifier",
    "leave it plain: RE2 never backtracks",
  ],
  [
    /\\u[0-9A-Fa-f]|\\u\{|\\c[A-Z]/,
    "has an escape that RE2 lacks",
    "write \\x{00E9} for a character by its number",
  ],
];

/** The longest repetition that RE2 takes. */
const MOST_REPEATED = 1000;

/**
 * What is wrong with the operator's patterns, as far as it shows before the collector reads them:
 * it would not start with one that RE2 refuses, and one that matches everywhere would mask everything.
 */
export function patternProblems(patterns: readonly string[]): PatternProblem[] {
  return patterns.flatMap((pattern, index) => {
    const found = problemWith(pattern);
    return found ? [{ index, ...found }] : [];
  });
}

function problemWith(pattern: string): Omit<PatternProblem, "index"> | undefined {
  const shown = JSON.stringify(pattern);
  // An escaped backslash or bracket is text, and so is what stands in a character class.
  const syntax = pattern.replace(/\\[^1-9kucxpP]/g, "_").replace(/\[\^?\]?[^\]]*\]/g, "_");
  for (const [shape, what, fix] of NOT_IN_RE2)
    if (shape.test(syntax)) return { what: `${shown} ${what}, which RE2 can't`, fix };
  const repeated = [...syntax.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, ...counts]) => counts);
  if (repeated.some((count) => Number(count) > MOST_REPEATED))
    return {
      what: `${shown} repeats more than ${MOST_REPEATED} times`,
      fix: `repeat at most ${MOST_REPEATED} times`,
    };
  const compiled = compile(pattern);
  if (!(compiled instanceof RegExp))
    return { what: `${shown} is no regular expression: ${compiled}`, fix: EXAMPLE };
  if (["", "a", "0 -"].some((text) => compiled.exec(text)?.[0] === ""))
    return { what: `${shown} matches the empty text, so it would mask everywhere`, fix: EXAMPLE };
  return undefined;
}

/** RE2's own spellings in JavaScript's: flags for the whole, named groups, ends of the text. */
function compile(pattern: string): RegExp | string {
  const [, flags = "", rest = pattern] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  const spelled = rest
    .replaceAll("(?P<", "(?<")
    .replace(/\\x\{([0-9A-Fa-f]+)\}/g, "\\u{$1}")
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$")
    .replace(/\[\[:\^?[a-z]+:\]\]/g, "[A-Za-z0-9]");
  try {
    return new RegExp(spelled, /\\[pPu]\{/.test(spelled) ? `${flags}u` : flags);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : "";
  }
}
