import type { Amount, Given, Need } from "./footprint-need.ts";

/** Before any series, and for queries that run at the same time. */
const BASE_MEMORY_MIB = 256;
/** Anonymous memory of one active series with seven labels, measured on the pinned version. */
const BYTES_PER_SERIES = 1300;
/** "50% of free RAM": https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/#capacity-planning */
const FREE = 2;
/** Samples that one core takes in per second, measured on the pinned version, merges included. */
export const SAMPLES_PER_SECOND_PER_CORE = 200_000;
/** Rules and open dashboards ask all the time. */
export const QUERY_CPU_MILLIS = 200;

/**
 * "Around 1 byte" a sample, 20 % for the index, 25 % for merges, one more month of samples, or one
 * more day with a retention of up to 30: https://docs.victoriametrics.com/guides/understand-your-setup-size/#retention-perioddisk-space
 */
const BYTES_PER_SAMPLE = 1;
const INDEX = 1.2;
const MERGES = 1.25;
const SECONDS_PER_DAY = 86_400;
const LEAST_DISK_GIB = 5;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** A single VictoriaMetrics. */
export function victoriaMetricsFootprint({ settings, load }: Given): Need {
  return {
    memoryMiB: seriesMemory(load.activeSeries),
    cpuMillis: {
      of: QUERY_CPU_MILLIS + samplesCpuMillis(load.samplesPerSecond),
      how: `${QUERY_CPU_MILLIS} m for queries + ${load.samplesPerSecond} samples/s ÷ ${SAMPLES_PER_SECOND_PER_CORE} per core ÷ 0.5 (room for bursts)`,
    },
    diskGiB: samplesDisk(load.samplesPerSecond, settings.retention.metrics.days),
  };
}

/** Memory of a store for so many series. */
export function seriesMemory(series: number): Amount {
  return {
    of: FREE * (BASE_MEMORY_MIB + (series * BYTES_PER_SERIES) / MIB),
    how: `${FREE} (half stays free) × (${BASE_MEMORY_MIB} MiB + ${series} active series × ${BYTES_PER_SERIES} B)`,
  };
}

export const samplesCpuMillis = (samplesPerSecond: number): number =>
  (samplesPerSecond / SAMPLES_PER_SECOND_PER_CORE / 0.5) * 1000;

/** Disk of a store for so many samples. */
export function samplesDisk(samplesPerSecond: number, days: number): Amount {
  const cycleDays = days > 30 ? 30 : 1;
  const bytes =
    samplesPerSecond * BYTES_PER_SAMPLE * (days + cycleDays) * SECONDS_PER_DAY * INDEX * MERGES;
  return {
    of: Math.max(LEAST_DISK_GIB, bytes / GIB),
    how: `${samplesPerSecond} samples/s × ${BYTES_PER_SAMPLE} B × (${days} + ${cycleDays}) days × ${INDEX} (index) × ${MERGES} (merges), at least ${LEAST_DISK_GIB} GiB`,
  };
}
