import type { TraceChoice } from "../components/collector/plan.ts";
import { isBuffered, routesOf } from "../components/collector/routes.ts";
import { destinationPlan } from "./destinations.ts";
import { replicasFor } from "./replicas.ts";
import { samplingSizes } from "./sampling-sizes.ts";
import type { Settings } from "./settings.ts";

/** Live heap of one buffered span besides its own bytes, measured on the pinned collector. */
const HEAP_BYTES_PER_SPAN = 1300;
/** Heap of one remembered decision, measured: an entry of hashicorp/golang-lru and its key's slot. */
const HEAP_BYTES_PER_DECISION = 117;
/** What the collector needs before any span is buffered. */
const BASE_MEMORY_MIB = 256;
/** How long the first tier holds what a sampler that is down can't take. */
const SAMPLER_OUTAGE_SECONDS = 300;
/** A destination that is down for this long loses nothing. */
const DESTINATION_OUTAGE_MINUTES = 60;
const MIB = 1024 * 1024;

/** What the declared traffic means for the collector, with the arithmetic in words. */
export interface Sizes {
  readonly gateways: number;
  /** Second tier; 0 when the gateway samples itself. Sampling sizes are those of one sampler. */
  readonly samplers: number;
  /** Processor cores of all gateways together. */
  readonly gatewayCores: number;
  readonly decisionWaitSeconds: number;
  readonly decisionWaitAfterRootSeconds: number;
  readonly expectedNewTracesPerSecond: number;
  readonly maxTraces: number;
  /** How many times a span waits in memory: once for each choice of traces that needs whole ones. */
  readonly samplingBuffers: number;
  readonly rememberedDecisions: number;
  readonly largestTraceBytes: number;
  readonly bufferedSpans: number;
  /** Of one gateway. */
  readonly memoryLimitMiB: number;
  /** Of one sampler, where there are two tiers. */
  readonly samplerMemoryLimitMiB: number;
  readonly queueSpans: number;
  /** What a gateway holds for one sampler. */
  readonly samplerQueueSpans: number;
  readonly samplerOutageSeconds: number;
  readonly how: Readonly<Record<string, string>>;
}

/** Every size of the collector. */
export function sizesFor(settings: Settings): Sizes {
  const { traffic } = settings;
  const replicas = replicasFor(settings);
  const share = Math.max(1, replicas.samplers);
  const sampling = samplingSizes(settings, share);
  const routes = routesOf(settings.destinations.map(destinationPlan)).filter(isBuffered);
  const buffers = routes.length;
  const spanBytes = traffic.bytesPerSpan + HEAP_BYTES_PER_SPAN;
  const heapOf = (spans: number): number => Math.ceil((spans * spanBytes) / MIB);
  const traceMiB = heapOf(sampling.largestTraceBytes / traffic.bytesPerSpan);
  const decisionsMiB = Math.ceil(
    (2 * sampling.rememberedDecisions * HEAP_BYTES_PER_DECISION) / MIB,
  );
  const bufferMiB = heapOf(sampling.bufferedSpans) + traceMiB + decisionsMiB;
  const samplingMiB = BASE_MEMORY_MIB + 2 * buffers * bufferMiB;
  const outageSpans = Math.ceil(replicas.spansPerSecond * SAMPLER_OUTAGE_SECONDS);
  const samplerQueueSpans = Math.max(10_000, Math.ceil(outageSpans / replicas.gateways / share));
  const routingMiB = BASE_MEMORY_MIB + 2 * heapOf(samplerQueueSpans * share);
  const two = replicas.samplers > 0;
  const { runsPerMinute, spansPerRun } = traffic;
  const samplingHow =
    `${BASE_MEMORY_MIB} MiB + 2 (garbage) × ${buffers} buffer${buffers === 1 ? "" : "s"} × ` +
    `(${sampling.bufferedSpans} spans × ${spanBytes} B + ${traceMiB} MiB for the largest trace + ` +
    `2 × ${sampling.rememberedDecisions} decisions × ${HEAP_BYTES_PER_DECISION} B)`;
  return {
    gateways: replicas.gateways,
    samplers: replicas.samplers,
    gatewayCores: replicas.gatewayCores,
    ...sampling,
    samplingBuffers: buffers,
    memoryLimitMiB: two ? routingMiB : samplingMiB,
    samplerMemoryLimitMiB: samplingMiB,
    // An hour of a destination that is down, at the declared traffic.
    queueSpans: Math.max(10_000, runsPerMinute * spansPerRun * DESTINATION_OUTAGE_MINUTES),
    samplerQueueSpans,
    samplerOutageSeconds: SAMPLER_OUTAGE_SECONDS,
    how: {
      ...replicas.how,
      ...sampling.how,
      samplingBuffers: `destinations choose ${routes.map(choice).join(", ") || "every trace, unsampled"}`,
      memoryLimitMiB: two
        ? `${BASE_MEMORY_MIB} MiB + 2 (garbage) × ${share} samplers × ${samplerQueueSpans} spans × ${spanBytes} B`
        : samplingHow,
      ...(two && { samplerMemoryLimitMiB: samplingHow }),
      queueSpans: `${runsPerMinute} runs/min × ${spansPerRun} spans × ${DESTINATION_OUTAGE_MINUTES} min of a destination that is down, at least 10000`,
      ...(two && {
        samplerQueueSpans: `${replicas.spansPerSecond} spans/s × ${SAMPLER_OUTAGE_SECONDS} s of a sampler that is down ÷ ${replicas.gateways} gateways ÷ ${share} samplers, at least 10000`,
      }),
    },
  };
}

const choice = ({ which, sampled }: TraceChoice): string =>
  `${sampled ? "sampled" : "unsampled"} ${which === "all" ? "traces" : "GenAI traces"}`;
