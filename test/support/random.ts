/** The same numbers for the same seed, from 0 to below 1: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const DIGITS = "0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = UPPER.toLowerCase();

/** Texts of characters of one kind. */
export function texts(seed: number) {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const of = (alphabet: string) => (length: number) =>
    Array.from({ length }, () => alphabet[below(alphabet.length)]).join("");
  return {
    below,
    pick: <T>(list: readonly [T, ...T[]]): T => list[below(list.length)] ?? list[0],
    digits: of(DIGITS),
    hex: of("0123456789abcdef"),
    upper: of(UPPER + DIGITS),
    lower: of(LOWER),
    /** Letters and digits. */
    word: of(UPPER + LOWER + DIGITS),
    /** The same with `-` and `_`. */
    base64url: of(`${UPPER + LOWER + DIGITS}-_`),
  };
}
export type Texts = ReturnType<typeof texts>;

/** Makes a text, and says which part of it is the secret if that isn't all. */
export type Maker = (made: Texts) => string | { readonly text: string; readonly secret: string };
