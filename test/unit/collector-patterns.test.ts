import { describe, expect, test } from "vitest";
import { SECRETS, searchFor } from "../../components/collector/patterns.ts";
import { CANARIES } from "../support/canaries.ts";
import { LOOK_ALIKES } from "../support/look-alikes.ts";

/** RE2 and JavaScript agree on these patterns; their replacements differ in form only. */
const mask = (value: string): string => {
  const { find, by } = searchFor([]);
  return value.replaceAll(new RegExp(find, "g"), by.replaceAll(/\$\{(\d+)\}/g, "$$$1"));
};

/** Kinds of canaries of which something is left, with one text of each as it was left. */
function left(around: (text: string) => string): string[] {
  return CANARIES.flatMap(({ kind, text, needles }) => {
    const masked = mask(mask(around(text)));
    const plain = needles.map((needle) => JSON.parse(`"${needle}"`) as string);
    return plain.some((needle) => masked.includes(needle)) ? [`${kind}: ${masked}`] : [];
  });
}

describe("patterns of secrets and personal data", () => {
  test("the corpus is large enough to mean something", () => {
    expect(CANARIES.length).toBeGreaterThanOrEqual(300);
    expect(LOOK_ALIKES.length).toBeGreaterThanOrEqual(100);
    expect(new Set(CANARIES.map(({ text }) => text)).size).toBe(CANARIES.length);
  });

  test("every canary is masked, alone and within a text", () => {
    expect(left((text) => text)).toEqual([]);
    expect(left((text) => `see ${text} there`)).toEqual([]);
  });

  test("what is around a canary stays", () => {
    for (const { kind, text } of CANARIES) expect(mask(`see ${text}`), kind).toMatch(/^see /);
  });

  test("harmless look-alikes are left alone", () => {
    const changed = LOOK_ALIKES.filter(
      ([, text]) => mask(text) !== text || mask(`see ${text} there`) !== `see ${text} there`,
    );
    expect(changed).toEqual([]);
  });

  test("a mask is not taken for a secret", () => {
    const again = CANARIES.map(({ text }) => mask(mask(text))).filter(
      (once) => mask(once) !== once,
    );
    expect(again).toEqual([]);
  });

  test("what a pattern finds, its screen finds too", () => {
    for (const { kind, text } of CANARIES)
      for (const { name, find, screens, anyCase } of SECRETS.filter(({ find }) =>
        new RegExp(find).test(text),
      ))
        expect(
          screens.some((screen) => new RegExp(screen).test(anyCase ? text.toLowerCase() : text)),
          `${name} on ${kind}, ${find}`,
        ).toBe(true);
  });

  test("every pattern starts to look where its screen can be found quickly", () => {
    for (const { name, screens } of SECRETS)
      for (const screen of screens)
        expect(screen, name).toMatch(/^(?:\[[(+.]\]|[A-Za-z0-9%@:/_ -])/);
  });
});
