import { type ModelTexts, PLACE_WIDTH, RECORD } from "./model-texts.ts";
import {
  type Condition,
  entry,
  present,
  replace,
  set,
  type Statement,
  text,
  type Value,
} from "./ottl.ts";

/** How many parts behind a name are cut off in search of one that may go on. */
const CUTS = 3;
/** What `Index` gives for nothing, and what says that nothing is looked for. */
const MISSING = "-1";
const DONE = "-2";

/** A place for a value while the statements of a group run, in the context they run in. */
export const scratch = (context: "span" | "datapoint", name: string): Value =>
  entry(`${context}.cache`, name);

/** Lends the texts to the statements that follow, without a copy. */
export const modelScratch = (context: "span" | "datapoint", texts: ModelTexts): Statement[] =>
  Object.entries(texts).map(([name, value]: [string, string]) =>
    set(scratch(context, name), text(value)),
  );

/**
 * Finds the record of the first of `sources` that is there: by its name as it is, else without
 * provider, else without date and version, else by how it begins. Its place is in `<name>.place`,
 * zero where there is none, or where `unless` holds. `modelScratch` must have run before.
 */
export function findModel(
  context: "span" | "datapoint",
  name: string,
  sources: readonly Value[],
  unless?: Condition,
): Statement[] {
  const local = (part: string): Value => scratch(context, part);
  const key = local(name);
  const at = local(`${name}.at`);
  const place = placeOf(context, name);
  const named: Condition = `${key} != ""`;
  const missing: Condition = `${at} == ${MISSING}`;
  const found: Condition = `${at} >= 0`;
  const tried = local(`${name}.tried`);
  const search = (texts: "names" | "beginnings"): Value =>
    `Index(${local(texts)}, Concat(["|", ${key}, ">"], ""))`;
  // A search that finds nothing reads the whole text: none is made twice.
  const changed: Condition = `${key} != ${tried}`;
  const placeIn = (texts: "names" | "beginnings"): Value =>
    `Int(Substring(${local(texts)}, ${at} + Len(${key}) + 2, ${PLACE_WIDTH}))`;
  const cut = (pattern: string, by = ""): Statement => replace(key, pattern, by, missing);
  return [
    set(key, '""'),
    ...sources.map((source) => set(key, `ToLowerCase(${source})`, `${key} == ""`, present(source))),
    ...(unless === undefined ? [] : [set(key, '""', unless)]),
    set(at, DONE),
    set(tried, key),
    set(at, search("names"), named),
    cut("^(?:[a-z0-9_.-]+/)*(?:[a-z]{2,6}[.])?(?:anthropic[.])?"),
    // A fine-tuned model: what stands behind the base is the organisation's own name for it.
    cut("^(ft:[^:]*):.*$", "$1"),
    set(at, search("names"), missing, changed),
    set(tried, key, missing),
    cut("(?:[-@]20[0-9]{2}-?[0-9]{2}-?[0-9]{2})?(?:-v[0-9]+(?::[0-9]+)?)?$"),
    set(at, search("names"), missing, changed),
    set(place, "0"),
    set(place, placeIn("names"), found),
    set(at, DONE, found),
    ...Array.from({ length: CUTS }, () => [
      cut("[-:@.][^-:@.]*$"),
      set(at, search("beginnings"), missing),
    ]).flat(),
    set(place, placeIn("beginnings"), found),
  ];
}

export const placeOf = (context: "span" | "datapoint", name: string): Value =>
  scratch(context, `${name}.place`);

/** The key of the model whose record is at `place`. */
export function keyAt(context: "span" | "datapoint", place: Value): Value {
  const records = scratch(context, "records");
  const { keyLength, key } = RECORD;
  const length = `Int(Substring(${records}, ${place} + ${keyLength.at}, ${keyLength.width}))`;
  return `Substring(${records}, ${place} + ${key.at}, ${length})`;
}
