import {
  QUERY_CPU_MILLIS,
  SAMPLES_PER_SECOND_PER_CORE,
  samplesCpuMillis,
  samplesDisk,
  seriesMemory,
} from "./footprint-metrics.ts";
import type { Given, Need } from "./footprint-need.ts";

/** "Replication increases the amounts of needed resources by up to N times": each storage has N ÷ storages of all. */
function shareOf({ settings, load, replicas }: Given) {
  const copies = settings.victoriametrics.cluster?.replicationFactor ?? 1;
  const of = (all: number): number => Math.ceil((all * copies) / replicas);
  return {
    series: of(load.activeSeries),
    samplesPerSecond: of(load.samplesPerSecond),
    how: `${copies} copies ÷ ${replicas} storages: `,
  };
}

/**
 * One storage of a cluster.
 * https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#capacity-planning
 */
export function vmstorageFootprint(given: Given): Need {
  const { series, samplesPerSecond, how } = shareOf(given);
  const memory = seriesMemory(series);
  const disk = samplesDisk(samplesPerSecond, given.settings.retention.metrics.days);
  return {
    memoryMiB: { of: memory.of, how: how + memory.how },
    cpuMillis: {
      of: QUERY_CPU_MILLIS + samplesCpuMillis(samplesPerSecond),
      how: `${how}${QUERY_CPU_MILLIS} m for queries + ${samplesPerSecond} samples/s ÷ ${SAMPLES_PER_SECOND_PER_CORE} per core ÷ 0.5 (room for bursts)`,
    },
    diskGiB: { of: disk.of, how: how + disk.how },
  };
}

/** It holds a block for each storage; memory and cores are assumed, an autoscaler adds replicas. */
export const vminsertFootprint = ({ load, replicas }: Given): Need => ({
  memoryMiB: { of: 256, how: "assumed: blocks on their way to the storages" },
  cpuMillis: {
    of: 50 + samplesCpuMillis(load.samplesPerSecond) / replicas,
    how: `50 m + ${load.samplesPerSecond} samples/s ÷ ${SAMPLES_PER_SECOND_PER_CORE} per core ÷ 0.5 (room for bursts) ÷ ${replicas}`,
  },
});

/** One query is worked on by one of them: memory and cores are assumed, an autoscaler adds replicas. */
export const vmselectFootprint = (): Need => ({
  memoryMiB: { of: 512, how: "assumed: answers of all storages, and its cache" },
  cpuMillis: { of: 200, how: "assumed: rules and open dashboards ask all the time" },
});

/** It scrapes the kit's own parts only. */
export const vmagentFootprint = (): Need => ({
  memoryMiB: { of: 128, how: "assumed: the kit's own parts, some thousand series" },
  cpuMillis: { of: 50, how: "assumed: a few scrapes a second" },
});
