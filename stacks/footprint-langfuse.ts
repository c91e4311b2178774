import type { Amount, Given, Need } from "./footprint-need.ts";

const GIB = 1024 ** 3;
const DOCUMENTED = "documented as the least";
/** What merges and expired parts take besides. */
const MERGES = 1.25;
/** What was sent, as JSON: it names every field. */
const AS_JSON = 2;
const BASE_DISK_GIB = 10;

/**
 * The least that Langfuse names for each of its parts; it says nothing of traffic.
 * https://langfuse.com/self-hosting/configuration/scaling#minimum-infrastructure-requirements
 */
const least = (memoryMiB: number, cpuMillis: number): Need => ({
  memoryMiB: { of: memoryMiB, how: DOCUMENTED },
  cpuMillis: { of: cpuMillis, how: DOCUMENTED },
});

export const langfuseWebFootprint = (): Need => least(4096, 2000);
export const langfuseWorkerFootprint = (): Need => least(4096, 2000);

export const langfusePostgresFootprint = (): Need => ({
  ...least(4096, 2000),
  diskGiB: { of: 20, how: "users, projects, prompts and keys; traces are elsewhere" },
});

export const langfuseValkeyFootprint = (): Need => ({
  ...least(1536, 1000),
  diskGiB: { of: 5, how: "its log, rewritten before it is three times the memory" },
});

/** Everything that is stored as a row: compressed by about as much as indexes and copies take. */
export const langfuseClickHouseFootprint = (given: Given): Need => ({
  ...least(8192, 2000),
  diskGiB: disk(given, MERGES, "merges"),
});

/** Langfuse's chart gives its store 2 GiB: langfuse/langfuse-k8s, charts/langfuse/values.yaml */
export const langfuseS3Footprint = (given: Given): Need => ({
  memoryMiB: { of: 2048, how: "as Langfuse's chart gives its store" },
  cpuMillis: { of: 500, how: "as Langfuse's chart gives its store" },
  diskGiB: disk(given, AS_JSON, "as JSON"),
});

/** Langfuse gets every span of a GenAI trace, sampled or not: at most all of the traffic. */
function disk({ settings, load }: Given, factor: number, why: string): Amount {
  const { bytesPerSpan } = settings.traffic;
  const { days } = settings.retention.langfuse;
  const { spansPerSecond, busySecondsPerDay } = load;
  const bytes = spansPerSecond * busySecondsPerDay * days * bytesPerSpan * factor;
  return {
    of: BASE_DISK_GIB + bytes / GIB,
    how: `${BASE_DISK_GIB} GiB + ${spansPerSecond} spans/s × ${busySecondsPerDay} s a day × ${days} days × ${bytesPerSpan} B × ${factor} (${why}); it gets every span`,
  };
}
