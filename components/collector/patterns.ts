import type { Pattern } from "./pattern.ts";
import { CARDS } from "./patterns-cards.ts";
import { KEYS } from "./patterns-keys.ts";
import { NAMED } from "./patterns-named.ts";

const MASK = "****";

/** No letter, digit or dot before it, so that no part of a longer number is taken for a whole one. */
const NUMBER_START = "(^|[^0-9A-Za-z_.-]|[^0-9][.])";
const NUMBER_END = "($|[^0-9A-Za-z])";
/** Beyond ASCII, as addresses may be written: Latin to Chinese. */
const LETTERS = "\u00c0-\u9fff";
/** What people write between the digits of a telephone number. */
const GAP = "(?:[ /-]|[ -]?[()]{1,2}[ -]?)?";

const number = (name: string, screens: readonly string[], shape: string): Pattern => ({
  name,
  screens,
  find: `${NUMBER_START}(?:${shape})${NUMBER_END}`,
  by: `\${1}${MASK}\${2}`,
});

export const SECRETS: readonly Pattern[] = [
  ...NAMED,
  KEYS,
  {
    name: "bearer token",
    screens: ["bearer"],
    anyCase: true,
    // A long word alone is prose: a token has a digit early on, or is longer than words are.
    find: "((?i:bearer)(?:\\s+|%20))(?:[A-Za-z._~+/=-]{0,15}[0-9][A-Za-z0-9._~+/=-]{8,}|[A-Za-z0-9._~+/=-]{24,})",
    by: `\${1}${MASK}`,
  },
  {
    name: "basic credentials",
    screens: ["basic "],
    anyCase: true,
    // Base64 mixes its cases within a word, as no prose does.
    find: "((?i:basic) )[A-Za-z0-9+/]*[a-z0-9][A-Z][A-Za-z0-9+/]{6,}={0,2}",
    by: `\${1}${MASK}`,
  },
  {
    name: "password in a URL",
    screens: ["://[^/\\s:@]{0,64}:[^/\\s\"'@]+@"],
    // To the last @ before the path: a password may hold one.
    find: "(://[^/\\s:@]{0,64}:)[^/\\s\"'*@][^/\\s\"']{0,255}(@)",
    by: `\${1}${MASK}\${2}`,
  },
  {
    name: "token in a URL",
    screens: ["://[A-Za-z0-9_-]{20,}@"],
    find: "(://)[A-Za-z0-9_-]{20,}(@)",
    by: `\${1}${MASK}\${2}`,
  },
  {
    name: "signature of a URL",
    screens: ["sig=", "signature="],
    anyCase: true,
    // A list or a map is searched as JSON, which writes & by its number.
    find: "((?:[?&;]|u0026)(?i:sig|x-(?:amz|goog)-signature)=)[^\\s\"'\\\\&*]{16,}",
    by: `\${1}${MASK}`,
  },
  {
    name: "e-mail address",
    screens: [`@(?:[A-Za-z0-9${LETTERS}-]{1,63}[.]){1,8}[A-Za-z]{2}`],
    find: `[A-Za-z0-9._%+'${LETTERS}-]{1,64}@(?:[A-Za-z0-9${LETTERS}-]{1,63}[.]){1,8}[A-Za-z]{2,24}`,
    by: MASK,
  },
  {
    name: "e-mail address, percent-encoded",
    screens: ["%40"],
    find: "[A-Za-z0-9._%+-]{1,64}%40(?:[A-Za-z0-9-]{1,63}[.]){1,8}[A-Za-z]{2,24}",
    by: MASK,
  },
  number("phone number, international", ["[+][1-9]"], `[+][1-9](?:${GAP}[0-9]){7,14}`),
  number(
    "phone number, international with dots",
    ["[+][1-9][0-9]{0,2}[.]"],
    "[+][1-9][0-9]{0,2}[.][0-9]{1,4}(?:[.][0-9]{2,4}){2,5}",
  ),
  number(
    "phone number, dialled from abroad",
    ["00[1-9][0-9]{0,2}[ (/-]"],
    `00[1-9][0-9]{0,2}[ (/-](?:${GAP}[0-9]){7,12}`,
  ),
  number(
    "phone number, North America",
    [
      "[(][2-9][0-9]{2}[)]",
      "-[2-9][0-9]{2}-[0-9]{4}",
      "[.][2-9][0-9]{2}[.][0-9]{4}",
      " [2-9][0-9]{2} [0-9]{4}",
    ],
    "(?:1[ .-])?(?:[(][2-9][0-9]{2}[)] ?[2-9][0-9]{2}[ .-][0-9]{4}|[2-9][0-9]{2}(?:-[2-9][0-9]{2}-|[.][2-9][0-9]{2}[.]| [2-9][0-9]{2} )[0-9]{4})",
  ),
  number(
    "phone number, with its area code",
    // Not the end of a date, which every name of a model may carry.
    ["0[1-9][0-9]{1,4}[)]?[ /-][0-9]{3}", "0[1-9](?:[ .-][0-9]{2}){4}"],
    "[(]?0[1-9](?:[0-9]{1,4}[)]?[ /-](?:[0-9]{6,9}|[0-9]{3,4}[ -][0-9]{3,5})|(?:[ .-][0-9]{2}){4})",
  ),
  ...CARDS,
];

/** Everything that is looked for, in one expression. */
export interface Search {
  /** None of them found: nothing can be there. */
  readonly screens: readonly string[];
  /** The same for the text in lower case. */
  readonly lowerScreens: readonly string[];
  readonly find: string;
  readonly by: string;
}

/**
 * The built-in patterns and the operator's own, which mask all that they match. Groups of patterns
 * that did not match are empty, so one replacement puts back what belongs to the one that did.
 */
export function searchFor(own: readonly string[]): Search {
  const left: string[] = [];
  const right: string[] = [];
  let groups = 0;
  for (const { find, by } of SECRETS) {
    const [before = "", after = ""] = by.split(MASK);
    left.push(shifted(before, groups));
    right.push(shifted(after, groups));
    groups += groupsIn(find);
  }
  const screensOf = (anyCase?: true) => [
    ...new Set(SECRETS.filter((one) => one.anyCase === anyCase).flatMap(({ screens }) => screens)),
  ];
  return {
    screens: [...screensOf(), ...own],
    lowerScreens: screensOf(true),
    // The operator's come last: their groups would shift the others.
    find: [...SECRETS.map(({ find }) => find), ...own].map((find) => `(?:${find})`).join("|"),
    by: left.join("") + MASK + right.join(""),
  };
}

/** `${1}` becomes `${1 + groups}`. */
const shifted = (by: string, groups: number): string =>
  by.replace(/\d+/g, (group) => `${Number(group) + groups}`);

const groupsIn = (find: string): number => (new RegExp(`${find}|`).exec("")?.length ?? 1) - 1;
