import type { PortOf } from "../core/names.ts";
import type { WorkloadContext } from "../workload.ts";

/** What the collectors of both tiers ask alike: what stands in both tiers takes either's context. */
export interface TierContext
  extends Omit<WorkloadContext<"collector">, "listen" | "loopback" | "own"> {
  listen(port: PortOf<"collector"> & PortOf<"sampler">): string;
  loopback(port: PortOf<"collector"> & PortOf<"sampler">): string;
}

/** Text that stands in the file as it is: the collector fills in the variables that it names. */
export class Expanded {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The name of this replica, or what becomes it when the collector starts. */
export function instanceName(
  tier: "gateway" | "sampler",
  { ordinal }: Pick<TierContext, "ordinal">,
): string | Expanded {
  if (typeof ordinal === "number") return `${tier}-${ordinal}`;
  return new Expanded(`${tier}-\${env:${ordinal.variable}}`);
}
