import type { SettingsInput } from "../../stacks/settings.ts";

/**
 * What only an operator can add to a preset, so that it can be planned: keys of an account. By preset,
 * with values that nobody has.
 */
export const OPERATORS_OWN: Readonly<Record<string, Partial<SettingsInput>>> = {
  honeycomb: { secrets: { "honeycomb-key": "ingest", "honeycomb-configuration-key": "configure" } },
};
