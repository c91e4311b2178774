import { z } from "zod";
import { positive } from "./settings-types.ts";

const Cluster = z.strictObject({
  storages: positive(3, "Storages that share the series, at least 2 × replicationFactor - 1.")
    .min(2)
    .max(64)
    .default(3),
  replicationFactor: positive(2, "Copies of each sample, on different storages.").max(8).default(2),
});

/** `agentobs:victoriametrics`: of the one that the stack runs. */
export const VictoriaMetricsSettings = z.strictObject({
  cluster: Cluster.meta({
    description:
      "Several storages instead of a single one, in a cluster only. For who can't wait while one restarts: a single one holds 50 million series. It starts empty: `vmctl` copies what a single one has.",
    examples: [{ storages: 3, replicationFactor: 2 }],
  }).optional(),
});
