import type { Processor } from "./pipeline.ts";

/** A flood fills a tenth of a second's worth between two looks; looking costs microseconds. */
const CHECK_EVERY = "100ms";
/** Share of the limit kept free for what arrives between two checks. */
const SPIKE_SHARE = 0.2;

/**
 * Refuses data, with a status that clients retry, before memory runs out.
 * https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/processor/memorylimiterprocessor
 */
export function memoryLimiter(limitMiB: number): Processor<"limit"> {
  return {
    kind: "processors",
    role: "limit",
    type: "memory_limiter",
    config: {
      check_interval: CHECK_EVERY,
      limit_mib: limitMiB,
      spike_limit_mib: Math.round(limitMiB * SPIKE_SHARE),
    },
  };
}

/**
 * The Go runtime's own limits: collect late while memory is plenty, hard near the limit.
 * https://go.dev/doc/gc-guide#Memory_limit
 */
export function goMemory(limitMiB: number): Readonly<Record<string, string>> {
  return { GOMEMLIMIT: `${Math.round(limitMiB * 0.9)}MiB`, GOGC: "400" };
}

/** Requests in flight and garbage, over the limit at which the process starts to refuse. */
const HEAP_HEADROOM = 1.25;
/** The program itself and the pages of its disk queues that are mapped; measured under a flood. */
const MAPPED_MIB = 128;

/** What the process may hold at most; see docs/decisions/0009. */
export function processMemoryMiB(limitMiB: number): number {
  return Math.ceil(limitMiB * HEAP_HEADROOM) + MAPPED_MIB;
}
