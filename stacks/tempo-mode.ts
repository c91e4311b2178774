import type { TempoPart } from "../components/core/names.ts";
import type { Settings } from "./settings.ts";

/**
 * From here on Tempo's own guide advises against one process: the lower end of what it names.
 * https://grafana.com/docs/tempo/latest/set-up-for-tracing/setup-tempo/plan/deployment-modes/
 */
const ONE_PROCESS = { bytesPerSecond: 25_000_000, spansPerSecond: 55_000 };

type Declared = Pick<Settings, "traffic" | "tempo">;

/** One process, or its parts one by one with Kafka between them; and why. */
export interface TempoMode {
  readonly microservices: boolean;
  readonly how: string;
}

/**
 * What Tempo gets once an incident keeps every trace: what is declared, before sampling.
 */
export function tempoTraffic({ traffic }: Declared) {
  const { runsPerMinute, spansPerRun, bytesPerSpan } = traffic;
  const spansPerSecond = Math.ceil((runsPerMinute * spansPerRun) / 60);
  return { spansPerSecond, bytesPerSecond: spansPerSecond * bytesPerSpan };
}

export function tempoMode(settings: Declared): TempoMode {
  const { mode } = settings.tempo;
  if (mode !== undefined) return { microservices: mode === "microservices", how: "as set" };
  const { spansPerSecond, bytesPerSecond } = tempoTraffic(settings);
  const microservices =
    bytesPerSecond > ONE_PROCESS.bytesPerSecond || spansPerSecond > ONE_PROCESS.spansPerSecond;
  const over = microservices ? "over" : "not over";
  return {
    microservices,
    how: `${spansPerSecond} spans/s and ${bytesPerSecond} B/s, when an incident keeps every trace, are ${over} ${ONE_PROCESS.spansPerSecond} spans/s or ${ONE_PROCESS.bytesPerSecond} B/s, what one process takes`,
  };
}

const MB = 1_000_000;
/**
 * Bytes a second that one of each takes, by Tempo's guide; it names a range for some.
 * https://grafana.com/docs/tempo/latest/set-up-for-tracing/setup-tempo/plan/size/
 */
const TAKES = { distributor: 10 * MB, liveStore: 8 * MB, querier: 2 * MB, worker: 20 * MB };

/** Partitions of the topic: as many as live-stores of a zone, and as block-builders. */
export function tempoPartitions(settings: Declared): number {
  return needed(tempoTraffic(settings).bytesPerSecond, TAKES.liveStore);
}

/** How many of each part. There is only ever one scheduler. */
export function tempoReplicas(settings: Declared): Readonly<Record<TempoPart, number>> {
  const { bytesPerSecond } = tempoTraffic(settings);
  const partitions = tempoPartitions(settings);
  return {
    "tempo-live-store-a": partitions,
    "tempo-live-store-b": partitions,
    "tempo-backend-scheduler": 1,
    "tempo-block-builder": partitions,
    "tempo-query-frontend": 2,
    "tempo-querier": needed(bytesPerSecond, TAKES.querier),
    "tempo-backend-worker": needed(bytesPerSecond, TAKES.worker),
    "tempo-distributor": needed(bytesPerSecond, TAKES.distributor),
  };
}

/** None is alone. */
const needed = (bytesPerSecond: number, each: number): number =>
  Math.max(2, Math.ceil(bytesPerSecond / each));

/** Parts whose pods are alike: no disk, and no partition that belongs to a name. */
export const STATELESS_PARTS: readonly TempoPart[] = [
  "tempo-query-frontend",
  "tempo-querier",
  "tempo-backend-worker",
  "tempo-distributor",
];
