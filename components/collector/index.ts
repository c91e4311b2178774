import { ProblemError } from "../core/errors.ts";
import type { Description, SecretUse, WorkloadContext } from "../workload.ts";
import { authenticator, authSecrets } from "./authenticate.ts";
import { bound } from "./bound.ts";
import { collectorFile, type CollectorService } from "./config.ts";
import { clearLogNotes, stripLogs, stripSpans } from "./content.ts";
import type { TierContext } from "./context.ts";
import {
  accumulate,
  countLogs,
  countSpans,
  flushEvery,
  forward,
  nameLabels,
  serialise,
} from "./derive.ts";
import { certificateFiles, type Exporters, exportersTo } from "./export.ts";
import { boundSdkMetrics, genaiMetricsOnly } from "./forward.ts";
import { type ModelTexts, modelTexts } from "./model-texts.ts";
import { normalise, resourceDefaults } from "./normalise.ts";
import { outletFor } from "./outlets.ts";
import {
  deliver,
  derive,
  forwardMetrics,
  ingest,
  ingestLogs,
  type NonEmpty,
  type Outlet,
  type Wired,
} from "./pipeline.ts";
import { searchFor } from "./patterns.ts";
import type { CollectorPlan } from "./plan.ts";
import { priceInferences } from "./price.ts";
import { goMemory, memoryLimiter } from "./protect.ts";
import { otlpReceiver, tlsSecrets } from "./receive.ts";
import { redactLogs, redactResources, redactSpans } from "./redact.ts";
import { routesOf } from "./routes.ts";
import { healthCheck, telemetry } from "./telemetry.ts";
import { fromGateways, tierSecrets, toSamplers } from "./tiers.ts";
import { transform } from "./transform.ts";

/** The process needs more than the limit at which it starts to refuse. */
const MEMORY_HEADROOM = 1.25;
const BUILT_IN = searchFor([]);
/** Carried by environment variables, because many statements hold them or nobody can read them. */
const SEARCHES = { AGENTOBS_SECRETS: BUILT_IN.find, AGENTOBS_MASKED: BUILT_IN.by };
const longTexts = ({ names, beginnings, records }: ModelTexts) => ({
  ...SEARCHES,
  AGENTOBS_MODEL_NAMES: names,
  AGENTOBS_MODEL_BEGINNINGS: beginnings,
  AGENTOBS_MODELS: records,
});

function gates({ destinations }: CollectorPlan): string[] {
  const remoteWrite = destinations.some(({ protocol }) => protocol === "prometheus_remote_write");
  return [
    // Lets OTTL empty a span's links: the only way to remove their attributes.
    "ottl.set.allowNil",
    // Without it a store that asks for patience loses the samples.
    ...(remoteWrite ? ["exporter.prometheusremotewritexporter.RetryOn429"] : []),
  ];
}

/**
 * The collector that agents send to, as a workload: its configuration and how to run it.
 * @throws ProblemError when no destination takes the traces, or none the metrics.
 */
export const collector =
  (plan: CollectorPlan) =>
  (context: WorkloadContext<"collector">): Description => {
    const models = modelTexts(plan.models ?? []);
    return described({
      summary: "receives what agents send, cleans and counts it, passes it on",
      configFile: "collector.yaml",
      memoryLimitMiB: plan.memoryLimitMiB,
      secrets: [
        ...tlsSecrets(plan.ingest),
        ...authSecrets(plan.ingest.auth),
        ...(plan.tiers ? tierSecrets(plan.tiers) : []),
      ],
      plan,
      context,
      service: {
        wired: pipelines(plan, context, models),
        extensions: [healthCheck(context)],
        telemetry: telemetry("gateway", context),
        longTexts: longTexts(models),
        notes: plan.arithmetic?.gateway ?? [],
      },
    });
  };

/** A collector of the second tier: it decides on whole traces and sends them out. */
export const sampler =
  (plan: CollectorPlan) =>
  (context: WorkloadContext<"sampler">): Description => {
    const { tiers } = plan;
    if (!tiers) throw new Error("a sampler without a second tier");
    const limit = memoryLimiter(tiers.samplerMemoryLimitMiB);
    const counted = fromGateways(tiers, context, { limit, forward });
    return described({
      summary: "decides on whole traces which to keep, and sends those out",
      configFile: "sampler.yaml",
      memoryLimitMiB: tiers.samplerMemoryLimitMiB,
      secrets: tierSecrets(tiers),
      plan,
      context,
      service: {
        wired: [deliver(counted, outlets(plan, exportersTo(plan, context)))],
        extensions: [healthCheck(context)],
        telemetry: telemetry("sampler", context),
        longTexts: SEARCHES,
        notes: plan.arithmetic?.sampler ?? [],
      },
    });
  };

interface Tier {
  readonly summary: string;
  readonly configFile: string;
  readonly memoryLimitMiB: number;
  readonly secrets: readonly SecretUse[];
  readonly plan: CollectorPlan;
  readonly context: TierContext;
  readonly service: CollectorService;
}

function described(tier: Tier): Description {
  const { summary, configFile, memoryLimitMiB, plan, context } = tier;
  const { yaml, environment, secrets } = collectorFile(tier.service);
  return {
    summary,
    tool: "collector",
    args: ["--config", context.path(configFile), `--feature-gates=${gates(plan).join(",")}`],
    environment: { ...goMemory(memoryLimitMiB), ...environment },
    secrets: [...secrets, ...tier.secrets],
    files: { [configFile]: yaml, ...certificateFiles(plan.destinations) },
    data: { retention: "until delivered" },
    health: { port: "health", path: "/", startSeconds: 30 },
    stopSeconds: 30,
    resources: { memoryMiB: Math.ceil(memoryLimitMiB * MEMORY_HEADROOM) },
  };
}

function pipelines(
  plan: CollectorPlan,
  context: WorkloadContext<"collector">,
  models: ModelTexts,
): NonEmpty<Wired> {
  const made = exportersTo(plan, context);
  const metrics = someone(made.metrics, "metrics");
  const receiver = otlpReceiver(context, plan.ingest, authenticator(context, plan.ingest.auth));
  const limit = memoryLimiter(plan.memoryLimitMiB);
  const { capture, patterns, redactAt = "export" } = plan.content;
  const spans = ingest({
    receiver,
    limit,
    shape: [
      transform("ingest", {
        traces: [
          ...redactResources(patterns),
          ...normalise(plan.environment, plan.agents, patterns),
          ...(capture ? [] : stripSpans()),
          ...bound(plan.agents, patterns),
          ...priceInferences(models),
          ...(redactAt === "ingest" ? redactSpans(patterns) : []),
        ],
      }),
    ],
  });
  const logs = ingestLogs({ receiver, limit, shape: [cleanLogs(plan)] });
  const counted = derive(
    { spans, logs },
    {
      serialise,
      countSpans: countSpans(plan.derive),
      countLogs: countLogs(plan.derive),
      forward,
      metrics: {
        processors: [accumulate(plan.derive), flushEvery(plan.derive), nameLabels()],
        exporters: metrics,
      },
    },
  );
  const sdk = forwardMetrics({
    receiver,
    processors: [
      limit,
      genaiMetricsOnly,
      boundSdkMetrics(plan.environment, patterns, models),
      // Answers the SDK: one destination with a full queue must not make it send again to all.
      serialise,
      accumulate(plan.derive, "sdk"),
    ],
    exporters: metrics,
  });
  const out = plan.tiers ? ([toSamplers(plan.tiers, context)] as const) : outlets(plan, made);
  return [deliver(counted, out), sdk];
}

function cleanLogs({ content: { capture, patterns }, environment }: CollectorPlan) {
  return transform("logs", {
    logs: [
      resourceDefaults(environment),
      clearLogNotes,
      ...(capture ? [] : stripLogs()),
      ...redactLogs(patterns),
    ],
  });
}

/** Each choice of traces with everyone who made it. */
function outlets(plan: CollectorPlan, made: Exporters): NonEmpty<Outlet> {
  const ways = routesOf(plan.destinations).map((route) =>
    outletFor(plan, route, someone(made.traces(route), "traces")),
  );
  return someone(ways, "traces");
}

/** Settings without a destination for both are refused earlier; a plan made by hand is refused here. */
function someone<T>([first, ...others]: readonly T[], signal: "traces" | "metrics"): NonEmpty<T> {
  if (first !== undefined) return [first, ...others];
  throw new ProblemError({
    where: "agentobs:destinations",
    what: `no destination takes the ${signal}`,
    fix: `add { type: ${signal === "traces" ? "jaeger" : "victoriametrics"} }`,
  });
}
