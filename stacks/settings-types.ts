import { z } from "zod";

// Settings are read once: compiling validators for it would cost more than it saves.
z.config({ jitless: true });

/** Metadata of a key: `value` is also the line that an error tells to paste. */
export const shown = (value: unknown, description: string) => ({
  description,
  examples: [value],
});

/** Any text but none. */
export const text = (example: string, description: string) =>
  z.string().min(1).meta(shown(example, description));

/** A key that names one of the stack's secrets. */
export const secretName = (example: string, holds: string) =>
  text(example, `Name of the secret that holds ${holds}.`);

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

/** Why a page may be opened that asks nobody for a name. */
export const withoutLogin = (description: string) =>
  z
    .string()
    .min(10, { error: "a sentence that says who keeps strangers away" })
    .meta(shown("behind the company's VPN", description))
    .optional();
