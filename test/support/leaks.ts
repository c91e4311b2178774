import type { Canary } from "./canaries.ts";

/** A table of the kinds of canaries that show in `left`: how many of how many, and where. */
export function leaks(left: string, canaries: readonly Canary[]): string {
  const text = left.toLowerCase();
  const kinds = Map.groupBy(canaries, ({ kind }) => kind);
  return [...kinds]
    .flatMap(([kind, ofKind]) => {
      const places = ofKind.flatMap(({ needles }) => placeOf(text, needles));
      return places.length === 0
        ? []
        : [`${kind} | ${places.length} of ${ofKind.length} | ${places[0] ?? ""}`];
    })
    .join("\n");
}

/** What stands before the first of the needles that is found. */
function placeOf(text: string, needles: readonly string[]): string[] {
  // Texts are JSON within JSON: what is escaped once there is escaped twice.
  for (const needle of needles)
    for (const form of new Set([needle, JSON.stringify(needle).slice(1, -1)])) {
      const at = text.indexOf(form.toLowerCase());
      if (at >= 0) return [text.slice(Math.max(0, at - 120), at + 60).replaceAll(/\s+/g, " ")];
    }
  return [];
}
