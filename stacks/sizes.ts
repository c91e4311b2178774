import type { TraceChoice } from "../components/collector/plan.ts";
import { isBuffered, routesOf } from "../components/collector/routes.ts";
import { destinationPlan } from "./destinations.ts";
import type { Settings } from "./settings.ts";

/** Spare time after the longest run until its last spans have arrived. */
const LATE_SPANS_SECONDS = 30;
/** A finished run's last spans arrive within this time of its root. Shorter lost late error spans. */
const AFTER_ROOT_SECONDS = 10;
/** Live heap of one buffered span besides its own bytes, measured on the pinned collector. */
const HEAP_BYTES_PER_SPAN = 1300;
/** What the collector needs before any span is buffered. */
const BASE_MEMORY_MIB = 256;
const MIB = 1024 * 1024;

/** What the declared traffic means for the collector, with the arithmetic in words. */
export interface Sizes {
  readonly decisionWaitSeconds: number;
  readonly decisionWaitAfterRootSeconds: number;
  readonly expectedNewTracesPerSecond: number;
  readonly maxTraces: number;
  /** How many times a span waits in memory: once for each choice of traces that needs whole ones. */
  readonly samplingBuffers: number;
  readonly bufferedSpans: number;
  readonly memoryLimitMiB: number;
  readonly queueSpans: number;
  readonly how: Readonly<Record<string, string>>;
}

/** The wait that was asked for, else the longest run and time for late spans. */
export function decisionWaitSeconds({ sampling, traffic }: Settings): number {
  return sampling.decisionWaitSeconds ?? traffic.longestRunSeconds + LATE_SPANS_SECONDS;
}

export function sizesFor(settings: Settings): Sizes {
  const { runsPerMinute, spansPerRun, bytesPerSpan, longestRunSeconds } = settings.traffic;
  const wait = decisionWaitSeconds(settings);
  const tracesPerSecond = Math.ceil(runsPerMinute / 60);
  // Twice the declared traffic: a burst must not push undecided traces out of the buffer.
  const maxTraces = Math.max(1000, 2 * tracesPerSecond * wait);
  const bufferedSpans = 2 * Math.ceil((runsPerMinute / 60) * spansPerRun * wait);
  const spanBytes = bytesPerSpan + HEAP_BYTES_PER_SPAN;
  const memoryLimitMiB = BASE_MEMORY_MIB + 2 * Math.ceil((bufferedSpans * spanBytes) / MIB);
  const routes = routesOf(settings.destinations.map(destinationPlan)).filter(isBuffered);
  // An hour of a destination that is down, at the declared traffic.
  const queueSpans = Math.max(10_000, runsPerMinute * spansPerRun * 60);
  return {
    decisionWaitSeconds: wait,
    decisionWaitAfterRootSeconds: AFTER_ROOT_SECONDS,
    expectedNewTracesPerSecond: tracesPerSecond,
    maxTraces,
    samplingBuffers: routes.length,
    bufferedSpans,
    memoryLimitMiB,
    queueSpans,
    how: {
      decisionWaitSeconds: `longest run ${longestRunSeconds} s + ${LATE_SPANS_SECONDS} s for late spans, unless set`,
      maxTraces: `2 × ${tracesPerSecond} traces/s × ${wait} s, at least 1000`,
      samplingBuffers: `destinations choose ${routes.map(choice).join(", ") || "every trace, unsampled"}`,
      bufferedSpans: `2 × ${runsPerMinute} runs/min ÷ 60 × ${spansPerRun} spans × ${wait} s`,
      memoryLimitMiB: `${BASE_MEMORY_MIB} MiB + 2 (garbage) × ${bufferedSpans} spans × ${spanBytes} B`,
      queueSpans: `${runsPerMinute} runs/min × ${spansPerRun} spans × 60 min of a destination that is down, at least 10000`,
    },
  };
}

const choice = ({ which, sampled }: TraceChoice): string =>
  `${sampled ? "sampled" : "unsampled"} ${which === "all" ? "traces" : "GenAI traces"}`;
