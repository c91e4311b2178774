import { encryptedAndKnown } from "./ingest.ts";
import type { Preset } from "./preset.ts";

export const kubernetesLangfuse: Preset = {
  summary:
    "A cluster of your own: the collectors, Jaeger and VictoriaMetrics, and Langfuse with its four stores.",
  state: "checked against its documented contract",
  defaults: {
    environment: "staging",
    platform: "kubernetes",
    ingest: encryptedAndKnown,
    destinations: [{ type: "jaeger" }, { type: "victoriametrics" }, { type: "langfuse" }],
    grafana: { run: true },
    // One team: Langfuse stores every span, so that its disks are what the traffic costs.
    traffic: {
      runsPerMinute: 100,
      spansPerRun: 30,
      bytesPerSpan: 1500,
      longestRunSeconds: 300,
      busyHoursPerDay: 10,
    },
    retention: { traces: { days: 7 }, metrics: { days: 90 }, langfuse: { days: 30 } },
  },
};
