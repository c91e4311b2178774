import type { Preset } from "./preset.ts";

export const docker: Preset = {
  summary:
    "Containers on a Docker engine, this machine's or one over SSH: Jaeger, VictoriaMetrics, Grafana. Loopback only.",
  state: "checked against its documented contract",
  defaults: {
    environment: "development",
    platform: "docker",
    destinations: [{ type: "jaeger" }, { type: "victoriametrics" }],
    grafana: { run: true },
    // One developer's agents: little enough to keep every trace.
    traffic: { runsPerMinute: 60, spansPerRun: 20, bytesPerSpan: 1500, longestRunSeconds: 180 },
    sampling: { baselinePercent: 100 },
    retention: { traces: { days: 3 }, metrics: { days: 30 } },
  },
};
