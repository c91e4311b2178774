import type { Processor } from "./pipeline.ts";

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
      check_interval: "1s",
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
