/** US dollars per million tokens. */
export interface Prices {
  readonly input: number;
  readonly output?: number;
  /** Part of the input that came from the provider's cache; priced as input where not given. */
  readonly cacheRead?: number;
  /** Part of the input that was written to the provider's cache; priced as input where not given. */
  readonly cacheWrite?: number;
}

export interface Model extends Prices {
  /** Input limit in tokens; calls of a model without one are counted as uncovered. */
  readonly window?: number;
  /** Prices of a whole call whose input is larger than `above` tokens. */
  readonly long?: Prices & { readonly above: number };
}

/** A row of the generated table. Names are in small letters. */
export interface ListedModel extends Model {
  /** What the model is called besides its key, and besides dates that follow its names. */
  readonly names: readonly string[];
  /** Names that may go on: `-`, `:`, `@` or `.` and anything. */
  readonly prefixes: readonly string[];
}

/** An operator's own model, or what replaces parts of a listed one. */
export interface OwnModel {
  readonly name: string;
  readonly window?: number | undefined;
  readonly prices?: Prices | undefined;
}
