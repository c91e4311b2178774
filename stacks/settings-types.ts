import { z } from "zod";

// Settings are read once: compiling validators for it would cost more than it saves.
z.config({ jitless: true });

/** Metadata of a key: `value` is also the line that an error tells to paste. */
export const shown = (value: unknown, description: string) => ({
  description,
  examples: [value],
});

/** A whole number from 1. The unit stands in the key's name. */
export const positive = (value: number, description: string) =>
  z
    .int({ error: "a whole number" })
    .min(1, { error: "a whole number from 1" })
    .meta(shown(value, description));

export const percent = (value: number, description: string) =>
  z
    .number({ error: "a percentage from 0 to 100, as a number" })
    .min(0, { error: "a percentage from 0 to 100" })
    .max(100, { error: "a percentage from 0 to 100" })
    .meta(shown(value, description));
