import type { PortOf } from "../core/names.ts";
import type { WorkloadContext } from "../workload.ts";

/** What the collectors of both tiers ask alike: what stands in both tiers takes either's context. */
export interface TierContext extends Omit<WorkloadContext<"collector">, "listen" | "own"> {
  listen(port: PortOf<"collector"> & PortOf<"sampler">): string;
}

/** Which replica this is, or the reference that the collector fills in when it starts. */
export function ordinalOf({ ordinal }: Pick<TierContext, "ordinal">): string {
  return typeof ordinal === "number" ? String(ordinal) : `\${env:${ordinal.variable}}`;
}
