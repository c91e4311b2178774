import type { PortOf } from "../core/names.ts";
import type { WorkloadContext } from "../workload.ts";

/** What the collectors of both tiers ask alike: what stands in both tiers takes either's context. */
export interface TierContext extends Omit<WorkloadContext<"collector">, "listen"> {
  listen(port: PortOf<"collector"> & PortOf<"sampler">): string;
}
