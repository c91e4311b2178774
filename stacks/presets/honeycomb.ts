import type { Preset } from "./preset.ts";

export const honeycomb: Preset = {
  summary: "A collector on this machine; traces, metrics, triggers and a board in Honeycomb.",
  state: "checked against its documented contract",
  defaults: {
    environment: "development",
    platform: "process",
    // A team in Europe has region eu; the keys are the operator's.
    destinations: [{ type: "honeycomb", region: "us", keySecret: "honeycomb-key" }],
    honeycomb: {},
    traffic: { runsPerMinute: 60, spansPerRun: 20, bytesPerSpan: 1500, longestRunSeconds: 180 },
    retention: { traces: { days: 60 }, metrics: { days: 60 } },
  },
};
