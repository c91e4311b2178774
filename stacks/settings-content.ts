import { z } from "zod";
import { shown } from "./settings-types.ts";

/** `agentobs:content`: what happens to prompts and answers. */
export const ContentSettings = z.strictObject({
  capture: z
    .boolean({ error: "true or false" })
    .meta(
      shown(false, "Keep prompts, answers and tool arguments. Secrets are removed all the same."),
    )
    .default(false),
  reason: z
    .string()
    .min(10, { error: "a sentence that says why prompts may be stored" })
    .meta(shown("support case 4711, until Friday", "Required when capture is on."))
    .optional(),
  patterns: z
    .array(z.string().min(1))
    .meta(shown(["EMP-[0-9]{6}"], "Further secrets to mask, as RE2 regular expressions."))
    .default([]),
  redactAt: z
    .enum(["export", "ingest"])
    .meta(
      shown(
        "export",
        "Where secrets are masked: after sampling (half the CPU), or before spans wait in memory.",
      ),
    )
    .default("export"),
});
