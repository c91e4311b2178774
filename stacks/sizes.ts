import type { TraceChoice } from "../components/collector/plan.ts";
import { isBuffered, routesOf } from "../components/collector/routes.ts";
import { destinationPlan } from "./destinations.ts";
import { DESTINATION_OUTAGE_MINUTES, SMALLEST_QUEUE } from "./queue-sizes.ts";
import { replicasFor, SAMPLER_OUTAGE_SECONDS } from "./replicas.ts";
import { HEAP_BYTES_PER_SPAN, samplingSizes } from "./sampling-sizes.ts";
import type { Settings } from "./settings.ts";

/** Heap of one remembered decision, measured: an entry of hashicorp/golang-lru and its key's slot. */
const HEAP_BYTES_PER_DECISION = 117;
/** What the collector needs before any span is buffered. */
const BASE_MEMORY_MIB = 256;
const MIB = 1024 * 1024;

/** What the declared traffic means for the collector, with the arithmetic in words. */
export interface Sizes {
  readonly gateways: number;
  /** Second tier; 0 when the gateway samples itself. Sampling sizes are those of one sampler. */
  readonly samplers: number;
  /** Samplers besides that get nothing new. */
  readonly drainingSamplers: number;
  /** Processor cores of all gateways together. */
  readonly gatewayCores: number;
  readonly decisionWaitSeconds: number;
  readonly decisionWaitAfterRootSeconds: number;
  readonly expectedNewTracesPerSecond: number;
  readonly maxTraces: number;
  readonly rememberedDecisions: number;
  readonly largestTraceBytes: number;
  /** How many times a span waits in memory: once for each choice of traces that needs whole ones. */
  readonly samplingBuffers: number;
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
  const { runsPerMinute, spansPerRun } = settings.traffic;
  const { how: whyReplicas, spansPerSecond, ...replicas } = replicasFor(settings);
  const twoTiers = replicas.samplers > 0;
  const share = Math.max(1, replicas.samplers);
  const { how: whySampling, ...sampling } = samplingSizes(settings, share);
  const spanBytes = settings.traffic.bytesPerSpan + HEAP_BYTES_PER_SPAN;
  const outageSpans = (spansPerSecond * SAMPLER_OUTAGE_SECONDS) / replicas.gateways / share;
  const samplerQueueSpans = Math.max(SMALLEST_QUEUE, Math.ceil(outageSpans));
  // Whoever sends: samplers, else gateways; gateways too where brokers stand between.
  const senders = twoTiers && !settings.collector.kafka ? share : 1;
  const hourSpans = (runsPerMinute * spansPerRun * DESTINATION_OUTAGE_MINUTES) / senders;
  const routes = routesOf(settings.destinations.map(destinationPlan)).filter(isBuffered);
  const sampler = samplerMemory(settings, sampling, routes.length);
  const gateway = settings.collector.kafka
    ? {
        memoryLimitMiB: 2 * BASE_MEMORY_MIB,
        how: `2 × ${BASE_MEMORY_MIB} MiB: brokers hold the spans`,
      }
    : routingMemory(share, samplerQueueSpans, spanBytes);
  return {
    ...replicas,
    ...sampling,
    samplingBuffers: routes.length,
    memoryLimitMiB: twoTiers ? gateway.memoryLimitMiB : sampler.memoryLimitMiB,
    samplerMemoryLimitMiB: sampler.memoryLimitMiB,
    queueSpans: Math.max(SMALLEST_QUEUE, Math.ceil(hourSpans)),
    samplerQueueSpans,
    samplerOutageSeconds: SAMPLER_OUTAGE_SECONDS,
    how: {
      ...whyReplicas,
      ...whySampling,
      samplingBuffers: `destinations choose ${routes.map(choice).join(", ") || "every trace, unsampled"}`,
      memoryLimitMiB: twoTiers ? gateway.how : sampler.how,
      queueSpans: `${runsPerMinute} runs/min × ${spansPerRun} spans × ${DESTINATION_OUTAGE_MINUTES} min of a destination that is down${senders > 1 ? ` ÷ ${senders} samplers` : ""}, at least ${SMALLEST_QUEUE}`,
      ...(twoTiers && {
        samplerMemoryLimitMiB: sampler.how,
        samplerQueueSpans: `${spansPerSecond} spans/s × ${SAMPLER_OUTAGE_SECONDS} s of a sampler that is down ÷ ${replicas.gateways} gateways ÷ ${share} samplers, at least ${SMALLEST_QUEUE}`,
      }),
    },
  };
}

/** Memory of a gateway that holds spans for each sampler that is down. */
const routingMemory = (samplers: number, queueSpans: number, spanBytes: number) => ({
  memoryLimitMiB: BASE_MEMORY_MIB + 2 * mib(queueSpans * samplers * spanBytes),
  how: `${BASE_MEMORY_MIB} MiB + 2 (garbage) × ${samplers} samplers × ${queueSpans} spans × ${spanBytes} B`,
});

/** Memory of one collector that samples: what waits, the largest trace, what was decided. */
function samplerMemory(
  { traffic: { bytesPerSpan } }: Settings,
  {
    bufferedSpans,
    largestTraceBytes,
    rememberedDecisions,
  }: Omit<ReturnType<typeof samplingSizes>, "how">,
  buffers: number,
) {
  const spanBytes = bytesPerSpan + HEAP_BYTES_PER_SPAN;
  const traceMiB = mib((largestTraceBytes / bytesPerSpan) * spanBytes);
  const decisionsMiB = mib(2 * rememberedDecisions * HEAP_BYTES_PER_DECISION);
  const bufferMiB = mib(bufferedSpans * spanBytes) + traceMiB + decisionsMiB;
  return {
    memoryLimitMiB: BASE_MEMORY_MIB + 2 * buffers * bufferMiB,
    how:
      `${BASE_MEMORY_MIB} MiB + 2 (garbage) × ${buffers} buffer${buffers === 1 ? "" : "s"} × ` +
      `(${bufferedSpans} spans × ${spanBytes} B + ${traceMiB} MiB for the largest trace + ` +
      `2 × ${rememberedDecisions} decisions × ${HEAP_BYTES_PER_DECISION} B)`,
  };
}

const mib = (bytes: number): number => Math.ceil(bytes / MIB);

const choice = ({ which, sampled }: TraceChoice): string =>
  `${sampled ? "sampled" : "unsampled"} ${which === "all" ? "traces" : "GenAI traces"}`;
