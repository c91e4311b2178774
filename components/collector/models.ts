import type { Model, OwnModel } from "./model.ts";
import { LEFT_OUT, MODEL_TABLE } from "./model-table.ts";

/** Keyed by the value of label `gen_ai_request_model`; models that are not listed are `other`. */
export const MODELS: Readonly<Record<string, Model>> = MODEL_TABLE;

/** What a name stands for; undefined: known, and without a price on purpose. */
export interface NamedModels {
  readonly models: Readonly<Record<string, Model>>;
  readonly exact: Readonly<Record<string, string | undefined>>;
  readonly prefixes: Readonly<Record<string, string>>;
}

/** The table with the operator's own models in it. Prices replace all prices, tiers included. */
export function namedModels(own: readonly OwnModel[]): NamedModels {
  const models: Record<string, Model> = { ...MODELS };
  const exact: Record<string, string | undefined> = {};
  const prefixes: Record<string, string> = {};
  for (const [key, { names, prefixes: begins }] of Object.entries(MODEL_TABLE)) {
    for (const name of [key, ...names]) exact[name] = key;
    for (const name of begins) prefixes[name] = key;
  }
  for (const name of LEFT_OUT) exact[name] = undefined;
  for (const { name, window, prices } of own) {
    const named = name.toLowerCase();
    const listed = models[exact[named] ?? named];
    const priced = prices ?? listed;
    if (!priced) continue;
    const limit = window ?? listed?.window;
    models[named] = { ...priced, ...(limit === undefined ? {} : { window: limit }) };
    exact[named] = named;
  }
  return { models, exact, prefixes };
}

/** Whether the table has a price for a name, in any spelling of its letters. */
export const isListed = (name: string): boolean =>
  namedModels([]).exact[name.toLowerCase()] !== undefined;
