import type { Settings } from "./settings.ts";

/** Spare time after the longest run until its last spans have arrived. */
const LATE_SPANS_SECONDS = 30;
/** A finished run's last spans arrive within this time of its root. Shorter lost late error spans. */
const AFTER_ROOT_SECONDS = 10;
/**
 * Decisions remembered, in buffers full of traces: "at least an order of magnitude greater".
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/processor/tailsamplingprocessor
 */
const REMEMBERED_BUFFERS = 10;
/** 10,000 spans of 2 KB: what a long agent run really sends. */
const LARGE_TRACE_MIB = 20;
/** A trace this many times an ordinary run's size is no run any more. */
const LARGE_TRACE_RUNS = 10;
const MIB = 1024 * 1024;

/** The wait that was asked for, else the longest run and time for late spans. */
export function decisionWaitSeconds({ sampling, traffic }: Settings): number {
  return sampling.decisionWaitSeconds ?? traffic.longestRunSeconds + LATE_SPANS_SECONDS;
}

/** The largest trace that was asked for, else room for one that is far from ordinary. */
export function largestTraceMiB({ sampling, traffic }: Settings): number {
  const ordinary = (traffic.spansPerRun * traffic.bytesPerSpan) / MIB;
  return (
    sampling.largestTraceMiB ?? Math.max(LARGE_TRACE_MIB, Math.ceil(LARGE_TRACE_RUNS * ordinary))
  );
}

/** What one sampler of `share` decides on and remembers. */
export function samplingSizes(settings: Settings, share: number) {
  const { runsPerMinute, spansPerRun, bytesPerSpan, longestRunSeconds } = settings.traffic;
  const { sampling } = settings;
  const wait = decisionWaitSeconds(settings);
  const afterRoot = sampling.decisionWaitAfterRootSeconds ?? Math.min(AFTER_ROOT_SECONDS, wait);
  const tracesPerSecond = Math.ceil(runsPerMinute / 60 / share);
  // Twice the declared traffic: a burst must not push undecided traces out of the buffer.
  const maxTraces = Math.max(1000, 2 * tracesPerSecond * wait);
  const bufferedSpans = 2 * Math.ceil(((runsPerMinute / 60) * spansPerRun * wait) / share);
  const each = share > 1 ? ` ÷ ${share} samplers` : "";
  const traceMiB = largestTraceMiB(settings);
  return {
    decisionWaitSeconds: wait,
    decisionWaitAfterRootSeconds: afterRoot,
    expectedNewTracesPerSecond: tracesPerSecond,
    maxTraces,
    rememberedDecisions: REMEMBERED_BUFFERS * maxTraces,
    largestTraceBytes: traceMiB * MIB,
    bufferedSpans,
    how: {
      decisionWaitSeconds:
        sampling.decisionWaitSeconds === undefined
          ? `longest run ${longestRunSeconds} s + ${LATE_SPANS_SECONDS} s for late spans`
          : `as set; the longest run takes ${longestRunSeconds} s`,
      decisionWaitAfterRootSeconds:
        sampling.decisionWaitAfterRootSeconds === undefined
          ? `${AFTER_ROOT_SECONDS} s for spans that come after their root, at most the whole wait`
          : "as set",
      expectedNewTracesPerSecond: `${runsPerMinute} runs/min ÷ 60${each}, rounded up`,
      maxTraces: `2 (a burst) × ${tracesPerSecond} traces/s × ${wait} s, at least 1000`,
      rememberedDecisions: `${REMEMBERED_BUFFERS} × ${maxTraces} traces, each for kept and for dropped ones`,
      largestTraceBytes:
        sampling.largestTraceMiB === undefined
          ? `${LARGE_TRACE_RUNS} × ${spansPerRun} spans × ${bytesPerSpan} B, at least ${LARGE_TRACE_MIB} MiB`
          : `${traceMiB} MiB as set`,
      bufferedSpans: `2 (a burst) × ${runsPerMinute} runs/min ÷ 60 × ${spansPerRun} spans × ${wait} s${each}`,
    },
  };
}
