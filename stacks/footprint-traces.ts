import { destinationPlan } from "./destinations.ts";
import type { Amount, Given, Need } from "./footprint-need.ts";
import type { Load } from "./load.ts";
import type { Settings } from "./settings.ts";

/**
 * Badger's block cache, mapped tables and Jaeger itself, measured on the pinned version at 3,000
 * spans a second with the heap held to 640 MiB: 970 MB resident. Less traffic needs little less.
 */
const MEMORY_MIB = 1024;
/** Spans that one core stores per second, measured on the pinned version. */
const SPANS_PER_SECOND_PER_CORE = 7400;
const SEARCH_CPU_MILLIS = 100;
/** A key for each attribute beside the span itself; measured after compaction: 1.4 times its bytes. */
const INDEX = 1.4;
/** What has expired stays until its table is compacted. */
const EXPIRED = 1.25;
/** Value log and memory tables, mapped ahead. */
const BASE_DISK_GIB = 4;
const GIB = 1024 ** 3;

/** Without badger: requests on their way to a store elsewhere, and answers of searches. */
const MEMORY_ELSEWHERE_MIB = 512;

/** Jaeger with badger on its own disk, or in front of a store elsewhere. */
export function jaegerFootprint({ settings, load, replicas }: Given): Need {
  const { sampled, spansPerSecond } = storedBy("jaeger", settings, load);
  const cores = spansPerSecond / SPANS_PER_SECOND_PER_CORE / 0.5 / replicas;
  const { bytesPerSpan } = settings.traffic;
  const { days } = settings.retention.traces;
  const spans = spansPerSecond * load.busySecondsPerDay * days;
  const cpuMillis: Amount = {
    of: SEARCH_CPU_MILLIS + cores * 1000,
    how:
      `${SEARCH_CPU_MILLIS} m for searches + ${spansPerSecond} spans/s ÷ ${SPANS_PER_SECOND_PER_CORE} per core ÷ 0.5 (room for bursts)` +
      (replicas > 1 ? ` ÷ ${replicas}` : ""),
  };
  if (settings.jaeger.storage)
    return {
      memoryMiB: { of: MEMORY_ELSEWHERE_MIB, how: "assumed: its store is elsewhere" },
      cpuMillis,
    };
  return {
    memoryMiB: {
      of: MEMORY_MIB,
      how: "measured: badger's caches and mapped tables, up to 3000 spans/s",
    },
    cpuMillis,
    diskGiB: {
      of: BASE_DISK_GIB + (spans * bytesPerSpan * INDEX * EXPIRED) / GIB,
      how:
        `${BASE_DISK_GIB} GiB + ${spansPerSecond} spans/s × ${load.busySecondsPerDay} s a day × ${days} days × ` +
        `${bytesPerSpan} B × ${INDEX} (index) × ${EXPIRED} (expired); ` +
        (sampled ? `spans/s: ${load.how.keptSpansPerSecond}` : "it gets every span"),
    },
  };
}

/**
 * What a megabyte a second takes: the lower bounds of the distributor, the live store and the querier
 * together, which are one process here.
 * https://grafana.com/docs/tempo/latest/set-up-for-tracing/setup-tempo/plan/size/
 */
const TEMPO_PER_MEGABYTE = { memoryMiB: 3072, cpuMillis: 1000 };
const TEMPO_BASE = { memoryMiB: 2048, cpuMillis: 250 };
/** The write-ahead log, and blocks that no bucket has yet. */
const TEMPO_BASE_DISK_GIB = 5;

/** Tempo in one process, on its own disk or in a bucket. Its blocks are smaller than the spans in them. */
export function tempoFootprint({ settings, load }: Given): Need {
  const { sampled, spansPerSecond } = storedBy("tempo", settings, load);
  const { bytesPerSpan } = settings.traffic;
  const { days } = settings.retention.traces;
  const megabytes = Math.ceil((spansPerSecond * bytesPerSpan) / 10_000) / 100;
  const inBucket = settings.tempo.storage.s3 !== undefined;
  const bytes = spansPerSecond * load.busySecondsPerDay * days * bytesPerSpan;
  const amount = (key: keyof typeof TEMPO_BASE, unit: string): Amount => ({
    of: TEMPO_BASE[key] + megabytes * TEMPO_PER_MEGABYTE[key],
    how: `${TEMPO_BASE[key]} ${unit} + ${megabytes} MB/s × ${TEMPO_PER_MEGABYTE[key]} ${unit} (all its parts)`,
  });
  return {
    memoryMiB: amount("memoryMiB", "MiB"),
    cpuMillis: amount("cpuMillis", "m"),
    diskGiB: inBucket
      ? { of: TEMPO_BASE_DISK_GIB, how: "what the bucket doesn't have yet" }
      : {
          of: TEMPO_BASE_DISK_GIB + bytes / GIB,
          how:
            `${TEMPO_BASE_DISK_GIB} GiB + ${spansPerSecond} spans/s × ${load.busySecondsPerDay} s a day × ${days} days × ${bytesPerSpan} B; ` +
            (sampled ? `spans/s: ${load.how.keptSpansPerSecond}` : "it gets every span"),
        },
  };
}

/** What a store of the stack's own keeps: what sampling lets through, or everything. */
function storedBy(kind: "jaeger" | "tempo", settings: Settings, load: Load) {
  const sampled = settings.destinations
    .map(destinationPlan)
    .every((plan) => plan.kind !== kind || "url" in plan.address || plan.traces?.sampled);
  return { sampled, spansPerSecond: sampled ? load.keptSpansPerSecond : load.spansPerSecond };
}
