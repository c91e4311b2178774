import { describe, expect, test } from "vitest";
import { MODEL_TABLE } from "../../components/collector/model-table.ts";
import { modelTexts, PLACE_WIDTH, RECORD } from "../../components/collector/model-texts.ts";
import type { OwnModel } from "../../components/collector/model.ts";

/** The record that a name leads to, as the collector reads it. */
function recordOf(name: string, own: readonly OwnModel[] = []) {
  const { names, records } = modelTexts(own);
  const at = names.indexOf(`|${name}>`) + name.length + 2;
  const place = Number(names.slice(at, at + PLACE_WIDTH));
  const number = (offset: number, width: number): number =>
    Number(records.slice(place + offset, place + offset + width));
  const length = number(RECORD.keyLength.at, RECORD.keyLength.width);
  return {
    key: records.slice(place + RECORD.key.at, place + RECORD.key.at + length),
    window: number(RECORD.window.at, RECORD.window.width),
    above: number(RECORD.above.at, RECORD.above.width),
    prices: Array.from({ length: 8 }, (_, index) =>
      number(RECORD.prices.at + index * RECORD.prices.width, RECORD.prices.width),
    ),
  };
}

describe("the texts in which the collector looks for models", () => {
  test("every name leads to the numbers of its model", () => {
    for (const [key, { names, window = 0, long, ...base }] of Object.entries(MODEL_TABLE)) {
      const prices = [base, long ?? base].flatMap(
        ({ input, output = 0, cacheRead = input, cacheWrite = input }) => [
          input,
          cacheRead,
          cacheWrite,
          output,
        ],
      );
      for (const name of [key, ...names]) {
        expect(recordOf(name), name).toMatchObject({ key, window, prices });
        if (long) expect(recordOf(name).above, name).toBe(long.above);
      }
    }
  });

  test("fit an environment variable each: Linux allows 128 KiB", () => {
    const { names, records } = modelTexts([]);
    for (const text of [names, records]) expect(text.length).toBeLessThan(96 * 1024);
  });

  test("an operator's model is found under its own name", () => {
    const own = { name: "House-Model", window: 32_000, prices: { input: 0.5, output: 1.5 } };
    expect(recordOf("house-model", [own])).toMatchObject({
      key: "house-model",
      window: 32_000,
      prices: [0.5, 0.5, 0.5, 1.5, 0.5, 0.5, 0.5, 1.5],
    });
  });

  test("prices of an operator replace all prices of a listed model, its tiers too", () => {
    const prices = { input: 1, cacheRead: 0.1, cacheWrite: 1.1, output: 2 };
    expect(recordOf("gpt-5-4", [{ name: "gpt-5.4", prices }])).toEqual({
      key: "gpt-5.4",
      window: 1_050_000,
      above: 9_999_999_999,
      prices: [1, 0.1, 1.1, 2, 1, 0.1, 1.1, 2],
    });
  });

  test("a context window of an operator leaves the prices as they are", () => {
    const listed = recordOf("gemini-2.5-pro");
    const own = { name: "gemini-2.5-pro", window: 1_048_576 };
    expect(recordOf("gemini-2.5-pro", [own])).toEqual({ ...listed, window: 1_048_576 });
  });
});
