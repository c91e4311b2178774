import { NAMED, PRIVATE_KEYS } from "./canary-named.ts";
import { CARDS, EMAILS, PHONE_NUMBERS } from "./canary-personal.ts";
import { TOKENS } from "./canary-tokens.ts";
import { texts } from "./random.ts";

/** A made-up secret. None was ever valid. */
export interface Canary {
  readonly kind: string;
  readonly text: string;
  /** What of it must never be seen again. */
  readonly needles: readonly string[];
}

const PER_KIND = 3;
const SEED = 20_261_123;

function canaries(): Canary[] {
  const made = texts(SEED);
  const makers = { ...TOKENS, ...NAMED, ...PRIVATE_KEYS, ...CARDS, ...EMAILS, ...PHONE_NUMBERS };
  return Object.entries(makers).flatMap(([kind, make]) =>
    Array.from({ length: PER_KIND }, (): Canary => {
      const one = make(made);
      const { text, secret } = typeof one === "string" ? { text: one, secret: one } : one;
      return { kind, text, needles: needlesOf(secret) };
    }),
  );
}

/** The whole, and of what is long enough to be told apart from chance also either end. */
function needlesOf(secret: string): string[] {
  const ends = /^[A-Za-z0-9_.=~-]{30,}$/.test(secret)
    ? [secret.slice(8, 22), secret.slice(-12)]
    : [];
  return [secret, ...ends].map((needle) => JSON.stringify(needle).slice(1, -1));
}

/** Every kind three times, the same in every run. */
export const CANARIES: readonly Canary[] = canaries();
