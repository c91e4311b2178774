import { TEMPO_PARTS, type TempoPart } from "../components/core/names.ts";
import type { Need } from "./footprint-need.ts";

interface PartSize {
  readonly memoryGiB: number;
  readonly cpuMillis: number;
  /** What it keeps, where it has a disk. */
  readonly disk?: { readonly gib: number; readonly how: string };
}

const LIVE_STORE: PartSize = {
  memoryGiB: 4,
  cpuMillis: 1000,
  disk: { gib: 10, how: "blocks of the last 20 minutes" },
};

/**
 * One of each part, by Tempo's guide: the lower bound where it names a range. More traffic is more
 * of them, not larger ones.
 * https://grafana.com/docs/tempo/latest/set-up-for-tracing/setup-tempo/plan/size/
 */
const SIZES: Readonly<Record<TempoPart, PartSize>> = {
  "tempo-live-store-a": LIVE_STORE,
  "tempo-live-store-b": LIVE_STORE,
  "tempo-backend-scheduler": {
    memoryGiB: 2,
    cpuMillis: 500,
    disk: { gib: 1, how: "the jobs that are planned" },
  },
  "tempo-block-builder": {
    memoryGiB: 5,
    cpuMillis: 500,
    disk: { gib: 10, how: "one cycle: it reads at most 5 GB from Kafka in one" },
  },
  "tempo-query-frontend": { memoryGiB: 4, cpuMillis: 500 },
  "tempo-querier": { memoryGiB: 4, cpuMillis: 1000 },
  "tempo-backend-worker": { memoryGiB: 2, cpuMillis: 500 },
  "tempo-distributor": { memoryGiB: 2, cpuMillis: 2000 },
};

const GUIDE = "documented, for one of them";

function needOf({ memoryGiB, cpuMillis, disk }: PartSize): Need {
  return {
    memoryMiB: { of: 1024 * memoryGiB, how: GUIDE },
    cpuMillis: { of: cpuMillis, how: GUIDE },
    ...(disk && { diskGiB: { of: disk.gib, how: disk.how } }),
  };
}

export const tempoPartFootprints = Object.fromEntries(
  TEMPO_PARTS.map((part) => [part, () => needOf(SIZES[part])]),
) as Readonly<Record<TempoPart, () => Need>>;
