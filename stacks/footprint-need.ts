import type { Load } from "./load.ts";
import type { Settings } from "./settings.ts";
import type { Sizes } from "./sizes.ts";

/** What a footprint follows from. */
export interface Given {
  readonly settings: Settings;
  readonly sizes: Sizes;
  readonly load: Load;
  /** How many of the workload there are. */
  readonly replicas: number;
}

/** An amount, and the arithmetic behind it in words. */
export interface Amount {
  readonly of: number;
  readonly how: string;
}

/** What one replica of a workload needs, before it is rounded up. */
export interface Need {
  readonly memoryMiB: Amount;
  readonly cpuMillis: Amount;
  /** Absent where it keeps no data. */
  readonly diskGiB?: Amount;
}
