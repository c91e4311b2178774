import { extraBuckets } from "../alerts/buckets.ts";
import type { AlertsPlan } from "../alerts/plan.ts";
import type { AlertmanagerPlan } from "../components/alertmanager/plan.ts";
import type { OwnModel } from "../components/collector/model.ts";
import type { CollectorPlan } from "../components/collector/plan.ts";
import type { WorkloadName } from "../components/core/names.ts";
import type { JaegerPlan } from "../components/jaeger/index.ts";
import type { VictoriaMetricsPlan } from "../components/victoriametrics/index.ts";
import type { VmalertPlan } from "../components/vmalert/index.ts";
import type { Addresses } from "../components/workload.ts";
import type { DashboardsPlan } from "../dashboards/plan.ts";
import { loopbackAddresses, workloadsFor } from "./addresses.ts";
import { alertmanagerPlan, alertsPlan } from "./alerts-plan.ts";
import { agentEnvironment } from "./agent-environment.ts";
import type { PresetName } from "./presets/names.ts";
import type { Settings } from "./settings.ts";
import { type Sizes, sizesFor } from "./sizes.ts";

/** Every decision about a stack, made once, as plain values. Nothing is rendered, nothing secret. */
export interface Plan {
  readonly preset: PresetName;
  readonly environment: string;
  readonly platform: "process";
  readonly protectData: boolean;
  /** In an order in which they may start. */
  readonly workloads: readonly WorkloadName[];
  readonly addresses: Addresses;
  readonly sizes: Sizes;
  readonly collector: CollectorPlan;
  readonly jaeger: JaegerPlan;
  readonly victoriametrics: VictoriaMetricsPlan;
  readonly vmalert: VmalertPlan;
  readonly alertmanager: AlertmanagerPlan;
  readonly alerts: AlertsPlan;
  readonly dashboards: DashboardsPlan;
  /** What every agent is started with. */
  readonly agentEnvironment: Readonly<Record<string, string>>;
}

/** Derived metrics leave the collector this often. */
const FLUSH_SECONDS = 5;
/** A flush, a retry and a write: samples younger than this may be incomplete. */
const METRICS_DELAY_SECONDS = 5;
const SCRAPE_EVERY_SECONDS = 15;
/** A label that runs wild fills one metric, not the store. */
const MAX_SERIES_PER_METRIC = 2000;

/** Decides everything about a stack from its settings. Settings come checked: it can't fail. */
export function planFor(settings: Settings): Plan {
  const workloads = workloadsFor(settings);
  const addresses = loopbackAddresses(settings);
  const sizes = sizesFor(settings);
  const alerts = alertsPlan(settings);
  return {
    preset: settings.preset,
    environment: settings.environment,
    platform: "process",
    protectData: settings.protectData,
    workloads,
    addresses,
    sizes,
    collector: collectorPlan(settings, sizes, alerts),
    jaeger: { retentionDays: settings.retention.traces.days },
    victoriametrics: {
      retentionDays: settings.retention.metrics.days,
      latencyOffsetSeconds: METRICS_DELAY_SECONDS,
      scraped: workloads,
      scrapeEverySeconds: SCRAPE_EVERY_SECONDS,
    },
    vmalert: {
      evaluateEverySeconds: settings.alerts.evaluateEverySeconds,
      evaluationDelaySeconds: METRICS_DELAY_SECONDS,
    },
    alertmanager: alertmanagerPlan(settings),
    alerts,
    dashboards: dashboardsPlan(addresses, alerts),
    agentEnvironment: agentEnvironment(settings, addresses),
  };
}

function collectorPlan(settings: Settings, sizes: Sizes, alerts: AlertsPlan): CollectorPlan {
  const { slowerThanSeconds, maxIterations, baselinePercent, fullUntil } = settings.sampling;
  const { decisionWaitSeconds, decisionWaitAfterRootSeconds } = sizes;
  const { maxTraces, expectedNewTracesPerSecond } = sizes;
  return {
    environment: settings.environment,
    memoryLimitMiB: sizes.memoryLimitMiB,
    content: {
      capture: settings.content.capture,
      patterns: settings.content.patterns,
      redactAt: settings.content.redactAt,
    },
    agents: settings.agents.map(({ name, service, tools }) => ({ name, service, tools })),
    models: settings.models.map(ownModel),
    derive: {
      flushSeconds: FLUSH_SECONDS,
      maxSeriesPerMetric: MAX_SERIES_PER_METRIC,
      extraBuckets: extraBuckets(alerts),
    },
    sampling: {
      slowerThanSeconds,
      maxIterations,
      baselinePercent,
      fullUntil,
      decisionWaitSeconds,
      decisionWaitAfterRootSeconds,
      maxTraces,
      expectedNewTracesPerSecond,
    },
    queue: { spans: sizes.queueSpans },
    destinations: settings.destinations.map(({ type }) => ({ kind: type })),
  };
}

function ownModel(model: Settings["models"][number]): OwnModel {
  const { name, contextWindowTokens: window, usdPerMillionTokens } = model;
  if (!usdPerMillionTokens) return { name, window };
  const { input, cachedRead = input, cacheWrite = input, output } = usdPerMillionTokens;
  return { name, window, prices: { input, cacheRead: cachedRead, cacheWrite, output } };
}

function dashboardsPlan({ jaeger }: Addresses, alerts: AlertsPlan): DashboardsPlan {
  const jaegerUrl = jaeger && `http://${jaeger.ui.host}:${jaeger.ui.port}`;
  return { dialect: "victoriametrics", alerts, jaegerUrl };
}
