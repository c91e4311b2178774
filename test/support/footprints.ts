import { workloadNames } from "../../components/core/names.ts";
import type { Places } from "../../components/describe-workload.ts";

/** For tests that look at other things: every workload has as much as it may want. */
export const TEST_FOOTPRINTS: Places["footprints"] = Object.fromEntries(
  workloadNames.map((name) => [name, { memoryMiB: 1024, cpuMillis: 1000, diskGiB: 1 }]),
);
