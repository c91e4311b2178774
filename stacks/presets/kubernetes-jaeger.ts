import { encryptedAndKnown } from "./ingest.ts";
import type { Preset } from "./preset.ts";

export const kubernetesJaeger: Preset = {
  summary: "A cluster of your own: collectors in two tiers, Jaeger, VictoriaMetrics, Grafana.",
  state: "checked against its documented contract",
  defaults: {
    environment: "staging",
    platform: "kubernetes",
    ingest: encryptedAndKnown,
    destinations: [{ type: "jaeger" }, { type: "victoriametrics" }],
    grafana: { run: true },
    // Several teams' agents in a working day's busiest minute.
    traffic: {
      runsPerMinute: 600,
      spansPerRun: 30,
      bytesPerSpan: 1500,
      longestRunSeconds: 300,
      busyHoursPerDay: 10,
    },
    retention: { traces: { days: 7 }, metrics: { days: 90 } },
  },
};
