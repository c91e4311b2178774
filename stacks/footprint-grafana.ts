import type { Need } from "./footprint-need.ts";

/**
 * "Minimum recommended memory: 512 MB" and one core, which it takes only while it draws:
 * https://grafana.com/docs/grafana/latest/setup-grafana/installation/#hardware-recommendations
 */
export const grafanaFootprint = (): Need => ({
  memoryMiB: {
    of: 768,
    how: "documented: at least 512 MB; each data source is a program beside it",
  },
  cpuMillis: { of: 250, how: "a quarter of the documented core: it may take more" },
  diskGiB: { of: 1, how: "what people add by hand; everything else is provisioned" },
});
