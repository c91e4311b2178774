import type { Need } from "./footprint-need.ts";

/** Measured with the kit's own rules: 20 MiB resident, 1 ms of CPU a second. */
export const vmalertFootprint = (): Need => ({
  memoryMiB: { of: 128, how: "measured: 20 MiB with the kit's rules; room for answers of queries" },
  cpuMillis: { of: 50, how: "measured: next to nothing with the kit's rules" },
});

/** Measured: 36 MiB resident and idle. */
export const alertmanagerFootprint = (): Need => ({
  memoryMiB: { of: 96, how: "measured: 36 MiB; room for a storm of alerts" },
  cpuMillis: { of: 20, how: "measured: next to nothing" },
  diskGiB: { of: 1, how: "silences and notifications are a few MiB" },
});
