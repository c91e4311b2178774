import type { Preset } from "./preset.ts";

export const grafanaCloud: Preset = {
  summary:
    "Grafana Cloud: a collector on this machine or in a cluster; traces, metrics, pages and alerts in a stack of yours, or one that the kit makes.",
  state: "checked against its documented contract",
  defaults: {
    environment: "development",
    platform: "process",
    destinations: [{ type: "grafana-cloud" }],
    // One developer's agents: little enough to keep every trace.
    traffic: { runsPerMinute: 60, spansPerRun: 20, bytesPerSpan: 1500, longestRunSeconds: 180 },
    sampling: { baselinePercent: 100 },
    // Of what the stack keeps itself: here nothing, so these are for stores that are added.
    retention: { traces: { days: 3 }, metrics: { days: 30 } },
  },
};
