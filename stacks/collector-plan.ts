import { extraBuckets } from "../alerts/buckets.ts";
import type { AlertsPlan } from "../alerts/plan.ts";
import type { OwnModel } from "../components/collector/model.ts";
import type { CollectorPlan, TiersPlan } from "../components/collector/plan.ts";
import { destinationPlans } from "./destinations.ts";
import type { Load } from "./load.ts";
import { ingestPlan } from "./ingest.ts";
import { MAX_SERIES_PER_METRIC } from "./intervals.ts";
import { metricsStore, throughStore } from "./metrics-store.ts";
import { onOneHost } from "./platform.ts";
import { flushSeconds, ownMetrics } from "./own-metrics.ts";
import { queuePoints } from "./queue-sizes.ts";
import { redactAt } from "./replicas.ts";
import type { Settings } from "./settings.ts";
import type { Sizes } from "./sizes.ts";

/** What the collector is, in one tier or two. */
export function collectorPlan(
  settings: Settings,
  { sizes, load, alerts }: { sizes: Sizes; load: Load; alerts: AlertsPlan },
): CollectorPlan {
  const { slowerThanSeconds, maxIterations, baselinePercent, fullUntil } = settings.sampling;
  return {
    environment: settings.environment,
    memoryLimitMiB: sizes.memoryLimitMiB,
    ingest: ingestPlan(settings),
    content: {
      capture: settings.content.capture,
      patterns: settings.content.patterns,
      redactAt: redactAt(settings),
    },
    agents: settings.agents.map(({ name, service, tools }) => ({ name, service, tools })),
    models: settings.models.map(ownModel),
    derive: {
      flushSeconds: flushSeconds(settings),
      maxSeriesPerMetric: MAX_SERIES_PER_METRIC,
      extraBuckets: extraBuckets(alerts),
    },
    ownMetrics: ownMetrics(settings),
    sampling: {
      slowerThanSeconds,
      maxIterations,
      baselinePercent,
      fullUntil,
      decisionWaitSeconds: sizes.decisionWaitSeconds,
      decisionWaitAfterRootSeconds: sizes.decisionWaitAfterRootSeconds,
      maxTraces: sizes.maxTraces,
      expectedNewTracesPerSecond: sizes.expectedNewTracesPerSecond,
      rememberedDecisions: sizes.rememberedDecisions,
      largestTraceBytes: sizes.largestTraceBytes,
    },
    ...(sizes.samplers > 0 && { tiers: tiersPlan(settings, sizes) }),
    arithmetic: arithmetic(sizes),
    queue: {
      spans: sizes.queueSpans,
      dataPoints: queuePoints(load.pointsPerFlush, flushSeconds(settings)),
    },
    destinations: destinationPlans(settings).map((destination) =>
      throughStore(destination, metricsStore(settings)),
    ),
  };
}

function ownModel(model: Settings["models"][number]): OwnModel {
  const { name, contextWindowTokens: window, usdPerMillionTokens } = model;
  if (!usdPerMillionTokens) return { name, window };
  const { input, cachedRead = input, cacheWrite = input, output } = usdPerMillionTokens;
  return { name, window, prices: { input, cacheRead: cachedRead, cacheWrite, output } };
}

/** The certificate that either tier shows to the other, and the authority behind it. */
const WIRE = {
  caSecret: "wire-ca",
  certificateSecret: "wire-certificate",
  keySecret: "wire-key",
} as const;

function tiersPlan(settings: Settings, sizes: Sizes): TiersPlan {
  const { samplerMemoryLimitMiB, samplerQueueSpans, samplerOutageSeconds, queueSpans } = sizes;
  const { kafka } = settings.collector;
  if (kafka)
    return {
      between: "kafka",
      samplerMemoryLimitMiB,
      queueSpans,
      brokers: kafka.brokers,
      topic: kafka.topic,
      tls: kafka.tls,
      ...(kafka.sasl && { sasl: kafka.sasl }),
    };
  return {
    between: "otlp",
    samplerMemoryLimitMiB,
    queueSpans: samplerQueueSpans,
    outageSeconds: samplerOutageSeconds,
    draining: sizes.drainingSamplers,
    // On one host nothing between them leaves it.
    ...(!onOneHost(settings) && { wire: WIRE }),
  };
}

const GATEWAY = ["gateways", "samplers", "gatewayCores", "memoryLimitMiB", "samplerQueueSpans"];
const BOTH = ["queueSpans"];

/** A line for each size, on the file of the tier that it is about; all on one where there is one. */
function arithmetic(sizes: Sizes): NonNullable<CollectorPlan["arithmetic"]> {
  const lines = (keep: (name: string) => boolean): string[] => [
    "Sizes follow from the settings' `traffic`:",
    ...Object.entries(sizes.how)
      .filter(([name]) => keep(name))
      .map(
        ([name, how]) =>
          `  ${name}: ${String(sizes[name as Exclude<keyof Sizes, "how">])} = ${how}`,
      ),
  ];
  const two = sizes.samplers > 0;
  return {
    gateway: lines((name) => !two || GATEWAY.includes(name) || BOTH.includes(name)),
    sampler: two ? lines((name) => !GATEWAY.includes(name)) : [],
  };
}
