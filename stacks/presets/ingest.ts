import type { Preset } from "./preset.ts";

/** Agents send over TLS and with a token, which the kit makes both. */
export const encryptedAndKnown: Preset["defaults"]["ingest"] = { tls: {}, auth: { bearer: {} } };
