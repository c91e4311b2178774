import { processMemoryMiB } from "../components/collector/protect.ts";
import { destinationPlan } from "./destinations.ts";
import { flushSeconds } from "./own-metrics.ts";
import { DESTINATION_OUTAGE_MINUTES, queuePoints } from "./queue-sizes.ts";
import type { Amount, Given, Need } from "./footprint-need.ts";

/** Less is throttled at its start, when it compiles its statements. */
const LEAST_CPU_MILLIS = 250;
/**
 * Sampling, the disk queues and the search for secrets take this part of the whole pipeline's time:
 * the last three rows of docs/speed.md.
 */
const SAMPLER_SHARE = 0.3;
/** A data point on disk with its labels, as OTLP; a histogram's bounds and counts included. */
const BYTES_PER_POINT = 500;
/** A queue's file is compacted into a second one: bbolt never gives room back by itself. */
const COMPACTION = 2;
const GIB = 1024 ** 3;

/** A collector that agents send to. */
export function gatewayFootprint(given: Given): Need {
  const { sizes, settings } = given;
  const cores = (sizes.gatewayCores * 1000) / sizes.gateways;
  const twoTiers = sizes.samplers > 0;
  const spanQueues = twoTiers ? (settings.collector.kafka ? 1 : 0) : traceQueues(given);
  return {
    memoryMiB: memory(sizes.memoryLimitMiB),
    cpuMillis: {
      of: Math.max(LEAST_CPU_MILLIS, cores),
      how: `${sizes.gatewayCores} cores (${sizes.how["gatewayCores"] ?? ""}) ÷ ${sizes.gateways} gateways, at least ${LEAST_CPU_MILLIS} m`,
    },
    diskGiB: queues(given, spanQueues, metricQueues(given)),
  };
}

/** A collector that decides on whole traces. */
export function samplerFootprint(given: Given): Need {
  const { sizes } = given;
  const cores = (sizes.gatewayCores * 1000 * SAMPLER_SHARE) / Math.max(1, sizes.samplers);
  return {
    memoryMiB: memory(sizes.samplerMemoryLimitMiB),
    cpuMillis: {
      of: Math.max(LEAST_CPU_MILLIS, cores),
      how: `${SAMPLER_SHARE} of ${sizes.gatewayCores} cores ÷ ${sizes.samplers} samplers, at least ${LEAST_CPU_MILLIS} m`,
    },
    diskGiB: queues(given, traceQueues(given), 0),
  };
}

const memory = (limitMiB: number): Amount => ({
  of: processMemoryMiB(limitMiB),
  how: `limit of ${limitMiB} MiB × 1.25 for requests in flight + 128 MiB for the program and mapped pages`,
});

const plansOf = ({ settings }: Given) => settings.destinations.map(destinationPlan);
const traceQueues = (given: Given): number =>
  plansOf(given).filter(({ traces }) => traces !== undefined).length;
/** Remote write has no queue on disk. */
const metricQueues = (given: Given): number =>
  plansOf(given).filter(
    ({ metrics, protocol }) => metrics !== undefined && protocol !== "prometheus_remote_write",
  ).length;

/** Full queues: their limits are what keeps the disk from filling. */
function queues({ sizes, settings, load }: Given, spans: number, metrics: number): Amount {
  const { bytesPerSpan } = settings.traffic;
  const points = queuePoints(load.pointsPerFlush, flushSeconds(settings));
  const bytes =
    COMPACTION * (spans * sizes.queueSpans * bytesPerSpan + metrics * points * BYTES_PER_POINT);
  return {
    of: bytes / GIB,
    how:
      `${DESTINATION_OUTAGE_MINUTES} min without an answer: ${COMPACTION} (compaction) × ` +
      `(${spans} queues × ${sizes.queueSpans} spans × ${bytesPerSpan} B + ` +
      `${metrics} queues × ${points} data points × ${BYTES_PER_POINT} B)`,
  };
}
