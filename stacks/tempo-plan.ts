import type { MicroservicesPlan, S3Plan, TempoPlan } from "../components/tempo/plan.ts";
import type { Settings } from "./settings.ts";
import type { Sizes } from "./sizes.ts";
import { tempoMode, tempoPartitions, tempoReplicas, tempoTraffic } from "./tempo-mode.ts";

/** Tempo's own 2048 would cut stack traces; captured prompts are longer still. */
const MAX_ATTRIBUTE_BYTES = { without: 16_384, withContent: 65_536 };
/** Its own limits, which serve any small stack. */
const AT_LEAST = { ingestBytesPerSecond: 30_000_000, liveTraces: 10_000 };
/** A queue that drains after an outage, and an incident that keeps every trace. */
const BURST = 4;
/** How long a trace may arrive: `live_store.max_trace_live`. */
const TRACE_LIVE_SECONDS = 30;

/** What a Tempo of the stack's own is told. */
export function tempoPlan(settings: Settings, sizes: Sizes): TempoPlan {
  const { traffic, content, retention, tempo } = settings;
  const mode = tempoMode(settings);
  const { runsPerMinute } = traffic;
  const { bytesPerSecond } = tempoTraffic(settings);
  const ingestBytesPerSecond = Math.max(AT_LEAST.ingestBytesPerSecond, BURST * bytesPerSecond);
  const runsPerSecond = Math.ceil(runsPerMinute / 60);
  const liveTraces = Math.max(AT_LEAST.liveTraces, BURST * runsPerSecond * TRACE_LIVE_SECONDS);
  return {
    retentionDays: retention.traces.days,
    maxAttributeBytes: content.capture
      ? MAX_ATTRIBUTE_BYTES.withContent
      : MAX_ATTRIBUTE_BYTES.without,
    largestTraceBytes: sizes.largestTraceBytes,
    ingestBytesPerSecond,
    liveTraces,
    s3: tempo.storage.s3 && s3Plan(tempo.storage.s3),
    microservices: mode.microservices ? microservicesPlan(settings) : undefined,
    arithmetic: [
      `${mode.microservices ? "Parts one by one" : "One process"}: ${mode.how}`,
      ...(mode.microservices ? partLines(settings) : []),
      "Limits follow from the settings' `traffic`:",
      `  rate_limit_bytes: ${ingestBytesPerSecond} = ${BURST} (a queue that drains) × ${bytesPerSecond} B/s, at least ${AT_LEAST.ingestBytesPerSecond}`,
      `  max_traces_per_user: ${liveTraces} = ${BURST} × ${runsPerSecond} runs/s × ${TRACE_LIVE_SECONDS} s that one arrives, at least ${AT_LEAST.liveTraces}`,
      `  max_bytes_per_trace: ${sizes.largestTraceBytes} = what the sampler lets through`,
    ],
  };
}

function s3Plan({ endpoint, ...rest }: NonNullable<Settings["tempo"]["storage"]["s3"]>): S3Plan {
  const { host, protocol } = new URL(endpoint);
  return { ...rest, endpoint: host, plainHttp: protocol === "http:" };
}

function microservicesPlan(settings: Settings): MicroservicesPlan | undefined {
  const { kafka } = settings.tempo;
  return kafka && { kafka, partitions: tempoPartitions(settings) };
}

function partLines(settings: Settings): string[] {
  return [
    `The topic needs ${tempoPartitions(settings)} partitions: ${tempoTraffic(settings).bytesPerSecond} B/s ÷ 8 MB/s of a live-store, at least 2.`,
    ...Object.entries(tempoReplicas(settings)).map(([part, count]) => `  ${part}: ${count}`),
  ];
}
