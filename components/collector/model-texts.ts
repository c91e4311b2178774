import type { Model, OwnModel, Prices } from "./model.ts";
import { namedModels } from "./models.ts";

/**
 * The models as texts, because OTTL can look into a text without a copy per span. `names` leads from
 * a name to the place of its record: `|gpt-4o>000085|gpt-5-nano>000169`; `beginnings` does the same
 * for names that may go on, and is short, because every unknown name is looked for in all of it. A
 * record is numbers of fixed width, then the model's key.
 */
export interface ModelTexts {
  readonly names: string;
  readonly beginnings: string;
  readonly records: string;
}

/** Where each number of a record begins, counted from the record's place, and how wide it is. */
export const RECORD = {
  window: { at: 0, width: 8 },
  above: { at: 8, width: 10 },
  prices: { at: 18, width: 10 },
  keyLength: { at: 98, width: 2 },
  key: { at: 100 },
} as const;
export const PLACE_WIDTH = 6;
/** Place of names without a record: they are known and have no price. */
const NOWHERE = 0;
const FILLER = "-";
export const PRICE_ORDER = ["input", "cacheRead", "cacheWrite", "output"] as const;
/** Dollars per million tokens, and tokens of a context window, stay below these to fit their field. */
export const PRICE_LIMIT = 1000;
export const WINDOW_LIMIT = 10 ** RECORD.window.width;
const NEVER = 10 ** RECORD.above.width - 1;

export function modelTexts(own: readonly OwnModel[]): ModelTexts {
  const { models, exact, prefixes } = namedModels(own);
  let records = FILLER;
  const places = new Map<string | undefined, number>();
  for (const [key, model] of Object.entries(models)) {
    places.set(key, records.length);
    records += recordOf(key, model);
  }
  const leading = (names: Readonly<Record<string, string | undefined>>): string =>
    Object.entries(names)
      .map(([name, key]) => `|${name}>${padded(places.get(key) ?? NOWHERE, PLACE_WIDTH)}`)
      .join("");
  return { names: leading(exact), beginnings: leading(prefixes), records };
}

function recordOf(key: string, { window = 0, long, ...base }: Model): string {
  return [
    padded(window, RECORD.window.width),
    padded(long?.above ?? NEVER, RECORD.above.width),
    ...[base, long ?? base].flatMap(priceFields),
    padded(key.length, RECORD.keyLength.width),
    key,
  ].join("");
}

function priceFields(prices: Prices): string[] {
  const { input, output = 0, cacheRead = input, cacheWrite = input } = prices;
  const all = { input, cacheRead, cacheWrite, output };
  return PRICE_ORDER.map((kind) => padded(all[kind], RECORD.prices.width, 6));
}

function padded(value: number, width: number, decimals = 0): string {
  return value.toFixed(decimals).padStart(width, "0");
}
