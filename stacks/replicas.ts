import { onOneHost } from "./platform.ts";
import { decisionWaitSeconds, HEAP_BYTES_PER_SPAN } from "./sampling-sizes.ts";
import type { Settings } from "./settings.ts";

/**
 * Spans that one core takes through the gateway's whole pipeline per second, 4 KB of content each,
 * measured on the pinned collector: with the search for secrets after sampling, or before it.
 */
const SPANS_PER_SECOND_PER_CORE = { export: 27_000, ingest: 13_000 } as const;
/** Share of the cores that the declared traffic may take: the rest is for bursts. */
const BUSY_SHARE = 0.5;
/** Smaller replicas are lost and moved more cheaply. */
const CORES_PER_GATEWAY = 2;
/** How long the first tier holds, in memory, what a sampler that is down can't take. */
export const SAMPLER_OUTAGE_SECONDS = 300;
/** Of those spans in one gateway: half of its memory. */
const OUTAGE_MIB_PER_GATEWAY = 2048;
/** Of buffered spans in one sampler: what one kill may cost, and half of its memory. */
const BUFFER_MIB_PER_SAMPLER = 4096;
const MIB = 1024 * 1024;

/** How many replicas of each tier, and why. */
export interface Replicas {
  readonly gateways: number;
  readonly samplers: number;
  /** Samplers besides, which work off what they hold. */
  readonly drainingSamplers: number;
  readonly spansPerSecond: number;
  readonly gatewayCores: number;
  readonly how: Readonly<Record<"gateways" | "samplers" | "gatewayCores", string>>;
}

/** Spans between the tiers lie on disk, so they are searched for secrets before. */
export function redactAt({ collector, content }: Settings): "export" | "ingest" {
  return collector.kafka ? "ingest" : content.redactAt;
}

/**
 * Replicas for the declared traffic. On one machine a gateway is one process, which uses every core,
 * and samples itself unless the operator asks for samplers. Anywhere else no tier is a single point
 * of failure, and several gateways need a second tier: whole traces meet in one sampler.
 */
export function replicasFor(settings: Settings): Replicas {
  const { traffic, collector } = settings;
  const { runsPerMinute, spansPerRun } = traffic;
  const spansPerSecond = Math.ceil((runsPerMinute * spansPerRun) / 60);
  const perCore = SPANS_PER_SECOND_PER_CORE[redactAt(settings)];
  const gatewayCores = Math.ceil((spansPerSecond / perCore / BUSY_SHARE) * 10) / 10;
  const oneMachine = onOneHost(settings);
  const outageMiB = outageMiBOf(settings, spansPerSecond);
  const needed = Math.max(
    2,
    Math.ceil(gatewayCores / CORES_PER_GATEWAY),
    Math.ceil(outageMiB / OUTAGE_MIB_PER_GATEWAY),
  );
  const gateways = collector.gateways ?? (oneMachine ? 1 : needed);
  const bufferMiB = bufferMiBOf(settings, spansPerSecond);
  const neededSamplers = Math.max(2, Math.ceil(bufferMiB / BUFFER_MIB_PER_SAMPLER));
  const samplers = collector.samplers ?? (oneMachine && gateways === 1 ? 0 : neededSamplers);
  return {
    gateways,
    samplers,
    drainingSamplers: collector.drain?.samplers ?? 0,
    spansPerSecond,
    gatewayCores,
    how: {
      gatewayCores: `${spansPerSecond} spans/s ÷ ${perCore} spans/s per core ÷ ${BUSY_SHARE} (room for bursts)`,
      gateways:
        collector.gateways === undefined
          ? oneMachine
            ? "one process uses every core of its machine"
            : `${gatewayCores} cores ÷ ${CORES_PER_GATEWAY} cores each, or ${outageMiB} MiB of spans for samplers that are down ÷ ${OUTAGE_MIB_PER_GATEWAY} MiB each; at least 2`
          : "as set",
      samplers:
        collector.samplers === undefined
          ? samplers === 0
            ? "a single gateway samples itself"
            : `${bufferMiB} MiB of buffered spans ÷ ${BUFFER_MIB_PER_SAMPLER} MiB each, at least 2`
          : "as set",
    },
  };
}

/** Heap of the spans that all gateways hold for samplers; brokers hold them on their own disks. */
function outageMiBOf({ traffic, collector }: Settings, spansPerSecond: number): number {
  if (collector.kafka) return 0;
  const spans = spansPerSecond * SAMPLER_OUTAGE_SECONDS;
  return Math.ceil((spans * (traffic.bytesPerSpan + HEAP_BYTES_PER_SPAN)) / MIB);
}

/** Heap of the spans that wait for a decision, in a burst of twice the traffic. */
function bufferMiBOf(settings: Settings, spansPerSecond: number): number {
  const spans = 2 * spansPerSecond * decisionWaitSeconds(settings);
  return Math.ceil((spans * (settings.traffic.bytesPerSpan + HEAP_BYTES_PER_SPAN)) / MIB);
}
