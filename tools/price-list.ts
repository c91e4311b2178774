import { calcPrice, findProvider, type ModelInfo, type Provider } from "@pydantic/genai-prices";
import type { ListedModel, Prices } from "../components/collector/model.ts";

/** Who sells models of their own, the most called first: a name belongs to the first that has it. */
export const PROVIDERS = [
  "openai",
  "anthropic",
  "google",
  "mistral",
  "x-ai",
  "deepseek",
  "cohere",
  "moonshotai",
  "minimax",
  "zhipuai",
  "voyageai",
] as const;

const KINDS = {
  input: "input_mtok",
  cacheRead: "cache_read_mtok",
  cacheWrite: "cache_write_mtok",
  output: "output_mtok",
} as const;

/** Further prices of a listed model: of what the conventions' token counts don't tell apart. */
const NOT_COUNTED = new Set([
  "cache_write_1h_mtok",
  "input_audio_mtok",
  "cache_audio_read_mtok",
  "input_image_mtok",
  "input_video_mtok",
  "web_searches_kcount",
  "storage_searches_kcount",
]);

/** Why a model has no row, in the order in which it is asked. */
export const REASONS = {
  deprecated: "no longer sold",
  changing: "a price that depends on the date or the time of day",
  unpriced: "no price per input token",
  otherUnits: "output in a medium of its own price, or a price per request",
  tiers: "tiers that don't begin at one size",
} as const;
export type Reason = keyof typeof REASONS;

export interface PriceList {
  readonly models: Readonly<Record<string, ListedModel>>;
  /** Names of models that are known and have no row: none may be taken for a relative that has one. */
  readonly leftOut: Readonly<Record<Reason, readonly string[]>>;
}

/**
 * The rows that the package gives on a day, chosen by the rules above.
 * @param day `2026-11-23`: a price that began before it and has no successor counts as settled.
 */
export function priceList(day: string): PriceList {
  const models: Record<string, ListedModel> = {};
  const leftOut: Record<Reason, string[]> = {
    deprecated: [],
    changing: [],
    unpriced: [],
    otherUnits: [],
    tiers: [],
  };
  const taken = new Set<string>();
  for (const provider of PROVIDERS.map(providerOf))
    for (const info of provider.models) {
      const owner = findProvider({ modelId: info.id });
      if (owner && owner.id !== provider.id) continue;
      const free = (name: string) => !taken.has(name) && taken.add(name);
      const { exact, prefixes } = namesOf(info, provider);
      const names = exact.filter(free);
      const key = keyOf(info, names, provider);
      const row = rowOf(info, day);
      if (typeof row === "string") leftOut[row].push(...names);
      else if (key !== undefined && names.includes(key))
        models[key] = { ...row, names: names.filter((name) => name !== key), prefixes };
    }
  return { models, leftOut };
}

function providerOf(providerId: string): Provider {
  const provider = findProvider({ providerId });
  if (provider) return provider;
  throw new Error(`the package knows no provider ${providerId}: see PROVIDERS in this file`);
}

/**
 * The model's name without date, revision or `-latest`, where the package takes it for the same.
 * Some of its own ids are not among the names that it finds.
 */
function keyOf(info: ModelInfo, names: readonly string[], provider: Provider): string | undefined {
  const id = info.id.toLowerCase();
  const short = id.replace(/-(?:latest|0|\d{4}|20\d{2}-\d{2}-\d{2})?$/, "");
  return [short, id, ...names].find((name) => isFor(info, name, provider));
}

const isFor = (info: ModelInfo, name: string, provider: Provider): boolean =>
  calcPrice({}, name, { provider })?.model.id === info.id;

/** Comparisons that let a name go on. */
const OPEN: ReadonlySet<string> = new Set(["starts_with", "contains"]);

/** The names that the package compares with, as far as it finds this model by them. */
function namesOf(info: ModelInfo, provider: Provider) {
  const found: { how: string; name: string }[] = [];
  collect(info.match, found);
  const trimmed = found.map(({ how, name }) => ({
    how,
    name: name.toLowerCase().replace(/[-@:.]+$/, ""),
  }));
  const of = (name: string): boolean => isFor(info, name, provider);
  // Google's first revisions: `gemini-2.0-flash-0` stands for `-001` and so on.
  const revisions = trimmed.flatMap(({ name }) => (/-0$/.test(name) ? [`${name}01`] : []));
  const literals = [info.id.toLowerCase(), ...trimmed.map(({ name }) => name), ...revisions].filter(
    of,
  );
  const names = [...new Set([keyOf(info, literals, provider) ?? [], literals].flat())];
  const exact = names.filter((name) => {
    const undated = withoutDate(name);
    return undated === name || !names.includes(undated);
  });
  const prefixes = trimmed.filter(({ how, name }) => OPEN.has(how) && of(`${name}-x`));
  return {
    exact: [...exact, ...exact.map(compactDate).filter((name) => !exact.includes(name))],
    prefixes: [...new Set(prefixes.map(({ name }) => name))],
  };
}

const DATE = /[-@](20\d{2})-?(\d{2})-?(\d{2})$/;
const withoutDate = (name: string): string => name.replace(DATE, "");
const compactDate = (name: string): string => name.replace(DATE, "-$1$2$3");

/** Every literal of a match, with the comparison it stands in. */
function collect(match: ModelInfo["match"], into: { how: string; name: string }[]): void {
  if ("or" in match) for (const inner of match.or) collect(inner, into);
  if ("and" in match) for (const inner of match.and) collect(inner, into);
  for (const [how, name] of Object.entries(match))
    if (typeof name === "string" && how !== "regex") into.push({ how, name });
}

type PriceTable = Exclude<ModelInfo["prices"], readonly unknown[]>;

function rowOf(info: ModelInfo, day: string): Omit<ListedModel, "names" | "prefixes"> | Reason {
  if (info.deprecated) return "deprecated";
  const prices = settled(info, day);
  if (!prices) return "changing";
  if (!prices[KINDS.input]) return "unpriced";
  const counted: readonly string[] = Object.values(KINDS);
  if (Object.keys(prices).some((key) => !counted.includes(key) && !NOT_COUNTED.has(key)))
    return "otherUnits";
  const tiers = Object.values(KINDS).flatMap((kind) => {
    const price = prices[kind];
    return typeof price === "object" ? [price.tiers.map(({ start }) => start)] : [];
  });
  const [above, ...others] = new Set(tiers.flat());
  if (others.length > 0) return "tiers";
  return {
    ...(info.context_window === undefined ? {} : { window: info.context_window }),
    ...pricesOf(prices, (price) => price.base),
    ...(above === undefined
      ? {}
      : { long: { above, ...pricesOf(prices, ({ base, tiers }) => tiers[0]?.price ?? base) } }),
  };
}

/** The prices that hold from the day on, if they never change again. */
function settled({ prices }: ModelInfo, day: string): PriceTable | undefined {
  if (!Array.isArray(prices)) return prices;
  const settledBy = prices.every(
    ({ constraint }) =>
      !constraint || (constraint.type === "start_date" && constraint.start_date <= day),
  );
  return settledBy ? prices.at(-1)?.prices : undefined;
}

type Tiered = Exclude<PriceTable[string], number | undefined>;

function pricesOf(prices: PriceTable, ofTiers: (price: Tiered) => number): Prices {
  const of = (key: string): number | undefined => {
    const price = prices[key];
    return typeof price === "object" ? ofTiers(price) : price;
  };
  const entries = Object.entries(KINDS).flatMap(([kind, key]) => {
    const price = of(key);
    return price === undefined ? [] : [[kind, price] as const];
  });
  return { input: of(KINDS.input) ?? 0, ...Object.fromEntries(entries) };
}
