import { z } from "zod";
import { positive, secretName, shown } from "./settings-types.ts";

/** `agentobs:honeycomb`: what stands in Honeycomb besides the data that the destination sends. */
export const HoneycombSettings = z.strictObject({
  manage: z
    .boolean({ error: "true or false" })
    .meta(shown(true, "Make the triggers, their columns, a board and the recipients of alerts."))
    .default(true),
  keySecret: secretName(
    "honeycomb-configuration-key",
    "a configuration key, which is another one than the ingest key",
  ).default("honeycomb-configuration-key"),
  queryData: z
    .boolean({ error: "true or false" })
    .meta(
      shown(
        true,
        "Whether the team's plan has the Query Data API, by which `make verify` finds its run again.",
      ),
    )
    .default(false),
  endpoint: z
    .url({ protocol: /^https?$/, error: "an address such as https://api.honeycomb.io" })
    .regex(/^[^/]+:\/\/[^/@?#]+$/, { error: "an address without user, path, query or fragment" })
    .meta(shown("https://api.honeycomb.io", "The API. Default: that of the destination's region."))
    .optional(),
  maxTriggers: positive(
    100,
    "So many triggers does the team's plan allow this stack: 2 on the free one. Critical ones come first.",
  ).default(2),
  frequencySeconds: z
    .int({ error: "a whole number" })
    .min(60)
    .max(86_400)
    .multipleOf(60, { error: "a multiple of 60" })
    .meta(
      shown(60, "How often a trigger is looked at; its window may be at most four times as long."),
    )
    .default(60),
});
