import type { Problem } from "../components/core/errors.ts";
import type { WorkloadName } from "../components/core/names.ts";
import { pasteable, type Report } from "./keys.ts";
import { footprintsOf } from "./footprint.ts";
import { samplingProblems } from "./rules-sampling.ts";
import type { Settings } from "./settings.ts";

/** Badger is one process on one disk: compaction and a start take longer with each of its tables. */
const MOST_BADGER_GIB = 2000;

/** Sizes that nothing runs with, or that one replica can't have. */
export function sizeProblems(settings: Settings, problem: Report): Problem[] {
  const footprints = footprintsOf(settings);
  const names = Object.keys(settings.sizes) as WorkloadName[];
  return [
    ...names.flatMap((workload) => {
      const path = ["sizes", workload];
      const footprint = footprints[workload];
      if (!footprint) {
        const run = Object.keys(footprints).join(", ");
        return [problem(path, `the stack runs no ${workload}`, `remove it: it runs ${run}`)];
      }
      if (settings.sizes[workload]?.diskGiB === undefined || footprint.diskGiB !== undefined)
        return [];
      const what = `${workload} keeps no data, so it has no disk`;
      return [problem([...path, "diskGiB"], what, "remove diskGiB")];
    }),
    // Of traffic that no sampler holds the disk says nothing.
    ...(samplingProblems(settings, problem).length > 0
      ? []
      : badgerTooLarge(settings, footprints.jaeger?.diskGiB ?? 0, problem)),
  ];
}

function badgerTooLarge(settings: Settings, diskGiB: number, problem: Report): Problem[] {
  if (diskGiB <= MOST_BADGER_GIB) return [];
  const { days } = settings.retention.traces;
  const enough = Math.floor((days * MOST_BADGER_GIB) / diskGiB);
  const path = ["retention", "traces", "days"];
  const what = `Jaeger would keep ${diskGiB} GiB on one disk, over ${MOST_BADGER_GIB}: badger is one process`;
  if (enough >= 1) return [problem(path, what, pasteable(path, enough))];
  return [problem(path, what, pasteable(["jaeger", "storage"]))];
}
