import type { Preset } from "./preset.ts";

export const local: Preset = {
  summary:
    "Everything as processes on this machine: no Docker, no cluster, no account. Loopback only.",
  state: "run here",
  defaults: {
    environment: "development",
    platform: "process",
    destinations: [{ type: "jaeger" }, { type: "victoriametrics" }],
    // One developer's agents: little enough to keep every trace.
    traffic: { runsPerMinute: 60, spansPerRun: 20, bytesPerSpan: 1500, longestRunSeconds: 180 },
    sampling: { baselinePercent: 100 },
    // `make demo` listens here and prints what arrives; without it Alertmanager's page shows all.
    alerts: {
      routes: [
        {
          severities: ["critical", "warning"],
          occasional: true,
          webhook: { url: "http://127.0.0.1:9099/alerts" },
        },
      ],
    },
    retention: { traces: { days: 3 }, metrics: { days: 30 } },
  },
};
