import { closest } from "fastest-levenshtein";
import type { Problem } from "../components/core/errors.ts";
import { schemaAt } from "./schema.ts";

type Path = readonly PropertyKey[];

/** Makes a problem of a key of the settings. */
export type Report = (path: PropertyKey[], what: string, fix: string) => Problem;

/** `Pulumi.local.yaml: agentobs:sampling.baselinePercent` */
export function keyAt(file: string, path: Path): string {
  return `${file}: agentobs:${path.map(String).join(".")}`;
}

/** The key with a value (by default its example) as one line of YAML to paste under `config:`. */
export function pasteable(path: Path, value: unknown = exampleOf(path)): string {
  const [top, ...rest] = path;
  const nested = rest.reduceRight<unknown>(
    (inner, key) => (typeof key === "number" ? [inner] : { [String(key)]: inner }),
    value,
  );
  return `agentobs:${String(top)}: ${inline(nested)}`;
}

/**
 * One line of YAML: JSON, which is YAML too, with plain words left bare. The YAML library can do it,
 * but this module loads before everything else in each `pulumi preview`.
 */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${inline(inner)}`);
    return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
  }
  const plain = typeof value === "string" && /^[a-z][a-z-]*$/i.test(value);
  return plain ? value : JSON.stringify(value);
}

/** A key that the schema doesn't know, with the nearest one that it does. */
export function unknownKey(path: Path, file: string, given: unknown): Problem {
  const parent = path.slice(0, -1);
  const known = Object.keys(schemaAt(parent, given)?.properties ?? {});
  const key = String(path.at(-1));
  // Kinds of an object have keys of their own.
  if (key in (schemaAt(parent)?.properties ?? {}))
    return { where: keyAt(file, path), what: "this type has no such key", fix: `remove ${key}` };
  const nearest = closest(key, known);
  return {
    where: keyAt(file, path),
    what: `there is no such key; the nearest is "${nearest}"`,
    fix: pasteable([...parent, nearest], exampleOf([...parent, nearest], given)),
  };
}

/** A value to paste; `given` is what stands in the file and tells what kind of thing is meant. */
export function exampleOf(path: Path, given?: unknown): unknown {
  const node = schemaAt(path, given);
  if (node?.examples) return node.examples[0];
  const keys = Object.keys(node?.properties ?? {});
  if (keys.length === 0) return node?.default;
  return Object.fromEntries(keys.map((key) => [key, exampleOf([...path, key], given)]));
}
