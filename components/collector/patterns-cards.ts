import type { Pattern } from "./pattern.ts";

/** Digits beside it, or a decimal point, would make it part of a longer number. */
const START = "(^|[^0-9A-Za-z_.]|[^0-9][.])";
/** A group of a UUID has a dash before it. */
const GROUPED_START = "(^|[^0-9A-Za-z_.-]|[^0-9][.])";
const END = "($|[^0-9A-Za-z_.-]|[.-]$|[.-][^0-9A-Za-z])";
/** Blank, no-break blank, dash or dot. */
const GAP = "[ \u00a0.-]";

/**
 * A card by its network's first digits and length; nothing here can compute the check digit. Lengths
 * of 13, 17, 18 and 19 count in groups only: without them they are ids, times and article numbers.
 */
const card = (name: string, prefix: string, whole: number, groups: string): Pattern => {
  const digits = `[0-9]{${whole - 4}}`;
  return {
    name,
    screens: [`${prefix}(?:${digits}|${groups})`],
    find: `(?:${START}${prefix}${digits}|${GROUPED_START}${prefix}${groups})${END}`,
    by: "${1}${2}****${3}",
  };
};
const FOURS = `(?:${GAP}[0-9]{4}){3}(?:${GAP}?[0-9]{1,3})?`;
const SIX_AND_REST = (rest: number): string => `${GAP}[0-9]{6}${GAP}[0-9]{${rest}}`;

/** https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN) */
export const CARDS: readonly Pattern[] = [
  card("Visa", "4[0-9]{3}", 16, FOURS),
  card("Mastercard, Maestro", "5(?:[1-5][0-9]{2}|0[0-9]{2}|[6-8][0-9]{2})", 16, FOURS),
  card(
    "Mastercard, Mir",
    "2(?:20[0-4]|22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)",
    16,
    FOURS,
  ),
  card("JCB", "35(?:2[89]|[3-8][0-9])", 16, FOURS),
  card("American Express", "3[47][0-9]{2}", 15, SIX_AND_REST(5)),
  card("Diners Club", "3(?:0[0-5]|[689][0-9])[0-9]", 14, SIX_AND_REST(4)),
  card(
    "Discover, UnionPay, RuPay",
    "6(?:011|4[4-9][0-9]|5[0-9]{2}|2[0-9]{2}|0[0-9]{2})",
    16,
    FOURS,
  ),
];
