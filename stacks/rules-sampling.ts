import type { Problem } from "../components/core/errors.ts";
import { pasteable, type Report } from "./keys.ts";
import { decisionWaitSeconds, largestTraceMiB } from "./sampling-sizes.ts";
import type { Settings } from "./settings.ts";
import { sizesFor } from "./sizes.ts";

/** More in one process is slow to collect, and much to lose at once. */
const MOST_MEMORY_MIB = 16 * 1024;
const MOST_SAMPLERS = 64;
const MIB = 1024 * 1024;

/** Waits, sizes and memory of the sampling that contradict the declared traffic or each other. */
export function samplingProblems(settings: Settings, problem: Report): Problem[] {
  return [
    ...waitTooShort(settings, problem),
    ...afterRootTooLong(settings, problem),
    ...traceTooSmall(settings, problem),
    ...memoryTooLarge(settings, problem),
  ];
}

function waitTooShort(settings: Settings, problem: Report): Problem[] {
  const { longestRunSeconds } = settings.traffic;
  const wait = decisionWaitSeconds(settings);
  if (wait > longestRunSeconds) return [];
  const path = ["sampling", "decisionWaitSeconds"];
  const what = `${wait} s is not longer than the longest run (traffic.longestRunSeconds: ${longestRunSeconds}): runs would be decided on half their spans`;
  return [problem(path, what, pasteable(path, longestRunSeconds + 30))];
}

function afterRootTooLong(settings: Settings, problem: Report): Problem[] {
  const afterRoot = settings.sampling.decisionWaitAfterRootSeconds;
  const wait = decisionWaitSeconds(settings);
  if (afterRoot === undefined || afterRoot <= wait) return [];
  const path = ["sampling", "decisionWaitAfterRootSeconds"];
  const what = `${afterRoot} s after the root span is longer than the whole wait of ${wait} s: it would never apply`;
  return [problem(path, what, pasteable(path, Math.min(10, wait)))];
}

function traceTooSmall(settings: Settings, problem: Report): Problem[] {
  const { spansPerRun, bytesPerSpan } = settings.traffic;
  const ordinaryMiB = (spansPerRun * bytesPerSpan) / MIB;
  const path = ["sampling", "largestTraceMiB"];
  const largest = largestTraceMiB(settings);
  if (largest > 1024)
    return [
      problem(
        ["traffic", "spansPerRun"],
        `${spansPerRun} spans × ${bytesPerSpan} B make ordinary runs of ${Math.ceil(ordinaryMiB)} MiB: no trace store shows such a trace`,
        "start a new trace for each step, or declare what a run really sends",
      ),
    ];
  if (largest >= ordinaryMiB) return [];
  const what = `${largest} MiB is smaller than an ordinary run (${spansPerRun} spans × ${bytesPerSpan} B of traffic): every run would be dropped`;
  return [problem(path, what, pasteable(path, Math.min(1024, Math.ceil(10 * ordinaryMiB))))];
}

/** Only what more samplers, or a shorter wait, would mend. */
function memoryTooLarge(settings: Settings, problem: Report): Problem[] {
  const { samplers, samplerMemoryLimitMiB, how, memoryLimitMiB } = sizesFor(settings);
  if (samplerMemoryLimitMiB > MOST_MEMORY_MIB) {
    const arithmetic = how["samplerMemoryLimitMiB"] ?? how["memoryLimitMiB"] ?? "";
    const what = `one sampler would need ${samplerMemoryLimitMiB} MiB, over ${MOST_MEMORY_MIB}: ${arithmetic}`;
    const enough = samplersEnough(settings, Math.max(2, samplers + 1));
    if (enough === undefined) {
      const path = ["traffic", "longestRunSeconds"];
      return [
        problem(path, what, "declare shorter runs or less traffic: no 64 samplers hold this"),
      ];
    }
    const path = ["collector", "samplers"];
    return [problem(path, what, pasteable(path, enough))];
  }
  if (memoryLimitMiB <= MOST_MEMORY_MIB) return [];
  const what = `a gateway would need ${memoryLimitMiB} MiB, over ${MOST_MEMORY_MIB}: ${how["memoryLimitMiB"] ?? ""}`;
  return [
    problem(["traffic"], what, "declare less traffic, or spread it over more stacks or gateways"),
  ];
}

function samplersEnough(settings: Settings, from: number): number | undefined {
  for (let samplers = from; samplers <= MOST_SAMPLERS; samplers++) {
    const collector = { ...settings.collector, samplers };
    if (sizesFor({ ...settings, collector }).samplerMemoryLimitMiB <= MOST_MEMORY_MIB)
      return samplers;
  }
  return undefined;
}
