import { PRESETS } from "./presets/index.ts";
import type { Settings } from "./settings.ts";

/**
 * The platform that Pulumi's flat configuration asks for, before anything of it is checked: as text.
 * Loads nothing but the presets.
 */
export function platformIn(config: Readonly<Record<string, string>>): string {
  const presets: Readonly<Record<string, { defaults: { platform: Settings["platform"] } }>> =
    PRESETS;
  const preset = presets[config["agentobs:preset"] ?? ""];
  return config["agentobs:platform"] ?? preset?.defaults.platform ?? "process";
}

type OnPlatform = Pick<Settings, "platform">;

/** Whether one machine runs everything: nothing has a second replica for when that is lost. */
export const onOneHost = ({ platform }: OnPlatform): boolean => platform !== "kubernetes";

/** Whether workloads run from their images, so that also those run that are no program of a host. */
export const hasImages = ({ platform }: OnPlatform): boolean => platform !== "process";
