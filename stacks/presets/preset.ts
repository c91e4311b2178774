import type { SettingsInput } from "../settings.ts";

/** Nothing but defaults for the settings: an operator's own values win, key by key. */
export interface Preset {
  /** One sentence for the README's table and for errors. */
  readonly summary: string;
  /**
   * What the README may claim: run by the tests against the real programs; checked against a
   * backend's documented contract; or only rendered.
   */
  readonly state: "run here" | "checked against its documented contract" | "rendered only";
  readonly defaults: Omit<SettingsInput, "preset">;
}
