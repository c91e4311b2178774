import { z } from "zod";
import { PRICE_LIMIT, WINDOW_LIMIT } from "../components/collector/model-texts.ts";
import { positive, shown } from "./settings-types.ts";

const price = (value: number, description: string) =>
  z
    .number({ error: "a price as a number" })
    .min(0, { error: "a price from 0" })
    .max(PRICE_LIMIT - 1)
    .meta(shown(value, description));

const UsdPerMillionTokens = z
  .strictObject({
    input: price(0.5, "Input that came neither from the cache nor went into it."),
    cachedRead: price(0.05, "Input read from the provider's cache. Default: as input.").optional(),
    cacheWrite: price(0.6, "Input written to the provider's cache. Default: as input.").optional(),
    output: price(1.5, "Output.").default(0),
  })
  .meta(shown({ input: 0.5, output: 1.5 }, "US dollars for a million tokens, whatever the size."));

/** Models that the kit's table doesn't hold, or holds with other prices. */
export const ModelSettings = z
  .array(
    z.strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z0-9._:@/+-]{1,80}$/, {
          error: "a model's name: at most 80 letters, digits and . _ : @ / + -",
        })
        .meta(
          shown("house-model", "As calls name it, without regard to capitals; also its label."),
        ),
      contextWindowTokens: positive(128_000, "Input limit. Default: the table's.")
        .max(WINDOW_LIMIT - 1)
        .optional(),
      usdPerMillionTokens: UsdPerMillionTokens.optional(),
    }),
  )
  .meta(
    shown(
      [{ name: "house-model", usdPerMillionTokens: { input: 0.5, output: 1.5 } }],
      "Models of your own, or prices and context windows other than the table's.",
    ),
  )
  .default([]);
