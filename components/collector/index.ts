import { ProblemError } from "../core/errors.ts";
import type { Description, WorkloadContext } from "../workload.ts";
import { authenticator, authSecrets } from "./authenticate.ts";
import { bound } from "./bound.ts";
import { collectorFile } from "./config.ts";
import { clearLogNotes, stripLogs, stripSpans } from "./content.ts";
import {
  accumulate,
  countLogs,
  countSpans,
  flushEvery,
  forward,
  nameLabels,
  serialise,
} from "./derive.ts";
import { certificateFiles, exportersTo } from "./export.ts";
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
import { transform } from "./transform.ts";

const CONFIG_FILE = "collector.yaml";
/** The process needs more than the limit at which it starts to refuse. */
const MEMORY_HEADROOM = 1.25;
const BUILT_IN = searchFor([]);
/** Carried by environment variables, because many statements hold them or nobody can read them. */
const longTexts = ({ names, beginnings, records }: ModelTexts) => ({
  AGENTOBS_SECRETS: BUILT_IN.find,
  AGENTOBS_MASKED: BUILT_IN.by,
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
 * The collector as a workload: its configuration and how to run it.
 * @throws ProblemError when no destination takes the traces, or none the metrics.
 */
export const collector =
  (plan: CollectorPlan) =>
  (context: WorkloadContext<"collector">): Description => {
    const models = modelTexts(plan.models ?? []);
    const { yaml, environment, secrets } = collectorFile({
      wired: pipelines(plan, context, models),
      extensions: [healthCheck(context)],
      telemetry: telemetry(context),
      longTexts: longTexts(models),
    });
    return {
      summary: "receives what agents send, cleans and counts it, passes it on",
      tool: "collector",
      args: ["--config", context.path(CONFIG_FILE), `--feature-gates=${gates(plan).join(",")}`],
      environment: { ...goMemory(plan.memoryLimitMiB), ...environment },
      secrets: [...secrets, ...tlsSecrets(plan.ingest), ...authSecrets(plan.ingest.auth)],
      files: { [CONFIG_FILE]: yaml, ...certificateFiles(plan.destinations) },
      data: { retention: "until delivered" },
      health: { port: "health", path: "/", startSeconds: 30 },
      stopSeconds: 30,
      resources: { memoryMiB: Math.ceil(plan.memoryLimitMiB * MEMORY_HEADROOM) },
    };
  };

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
  const outlets = routesOf(plan.destinations).map((route) =>
    outletFor(plan, route, someone(made.traces(route), "traces")),
  );
  return [deliver(counted, someone(outlets, "traces")), sdk];
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

/** Settings without a destination for both are refused earlier; a plan made by hand is refused here. */
function someone<T>([first, ...others]: readonly T[], signal: "traces" | "metrics"): NonEmpty<T> {
  if (first !== undefined) return [first, ...others];
  throw new ProblemError({
    where: "agentobs:destinations",
    what: `no destination takes the ${signal}`,
    fix: `add { type: ${signal === "traces" ? "jaeger" : "victoriametrics"} }`,
  });
}
