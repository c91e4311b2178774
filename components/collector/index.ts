import { ProblemError } from "../core/errors.ts";
import type { Description, WorkloadContext } from "../workload.ts";
import { bound } from "./bound.ts";
import { collectorFile } from "./config.ts";
import { clearLogNotes, stripLogs, stripSpans } from "./content.ts";
import { accumulate, counts, forward, serialise } from "./derive.ts";
import { type Sinks, sinks } from "./export.ts";
import { boundSdkMetrics, genaiMetricsOnly } from "./forward.ts";
import { forget } from "./memo.ts";
import { type ModelTexts, modelTexts } from "./model-texts.ts";
import { normalise, resourceDefaults } from "./normalise.ts";
import type { StatementGroup } from "./ottl.ts";
import {
  derive,
  forwardMetrics,
  ingest,
  ingestLogs,
  type NonEmpty,
  sample,
  type Wired,
} from "./pipeline.ts";
import { searchFor } from "./patterns.ts";
import type { CollectorPlan } from "./plan.ts";
import { priceInferences } from "./price.ts";
import { goMemory, memoryLimiter } from "./protect.ts";
import { otlpReceiver } from "./receive.ts";
import { redactLogs, redactResources, redactSpans } from "./redact.ts";
import { tailSampling, tidySpans } from "./sample.ts";
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

/**
 * The collector as a workload: its configuration and how to run it.
 * @throws ProblemError when no destination takes the traces, or none the metrics.
 */
export const collector =
  (plan: CollectorPlan) =>
  (context: WorkloadContext<"collector">): Description => {
    const models = modelTexts(plan.models ?? []);
    const { yaml, environment } = collectorFile({
      wired: pipelines(plan, context, models),
      extensions: [healthCheck(context)],
      telemetry: telemetry(context),
      longTexts: longTexts(models),
    });
    return {
      summary: "receives what agents send, cleans and counts it, passes it on",
      tool: "collector",
      // Lets OTTL empty a span's links: the only way to remove their attributes.
      args: ["--config", context.path(CONFIG_FILE), "--feature-gates=ottl.set.allowNil"],
      environment: { ...goMemory(plan.memoryLimitMiB), ...environment },
      secrets: [],
      files: { [CONFIG_FILE]: yaml },
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
  const { traces, metrics } = bothSinks(sinks(plan, context));
  const receiver = otlpReceiver(context);
  const limit = memoryLimiter(plan.memoryLimitMiB);
  const { capture, patterns, redactAt = "export" } = plan.content;
  const traceGroups = Object.values(ingestSteps(plan, models)).flat();
  const shape = transform("ingest", { traces: traceGroups });
  const spans = ingest({ receiver, limit, shape: [shape] });
  const logs = ingestLogs({ receiver, limit, shape: [cleanLogs(plan)] });
  const derived = derive(
    { spans, logs },
    { serialise, counts: counts(plan.derive), forward, exporters: metrics },
  );
  const sampled = sample(derived, {
    sampler: tailSampling(plan.sampling),
    shape: [
      redactAt === "ingest"
        ? transform("tidy", { traces: tidySpans(capture) })
        : transform("redact", { traces: [...redactSpans(patterns), ...tidySpans(capture)] }),
    ],
    exporters: traces,
  });
  const sdk = forwardMetrics({
    receiver,
    processors: [
      limit,
      genaiMetricsOnly,
      boundSdkMetrics(plan.environment, patterns, models),
      accumulate(plan.derive),
    ],
    exporters: metrics,
  });
  return [sampled, sdk];
}

/** What happens to every span before it is counted, step by step, in this order. */
export function ingestSteps(plan: CollectorPlan, models: ModelTexts) {
  const { capture, patterns, redactAt } = plan.content;
  return {
    normalise: [
      ...redactResources(patterns),
      ...normalise(plan.environment, plan.agents, patterns),
    ],
    strip: capture ? [] : stripSpans(),
    bound: [...bound(plan.agents, patterns), ...priceInferences(models), forget],
    redact: redactAt === "ingest" ? redactSpans(patterns) : [],
  } satisfies Record<string, readonly StatementGroup[]>;
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

function bothSinks({ traces, metrics }: Sinks) {
  const [trace, ...moreTraces] = traces;
  const [metric, ...moreMetrics] = metrics;
  if (trace && metric)
    return { traces: [trace, ...moreTraces], metrics: [metric, ...moreMetrics] } as const;
  throw new ProblemError({
    where: "agentobs:destinations",
    what: trace ? "no destination takes the metrics" : "no destination takes the traces",
    fix: trace ? "add { kind: victoriametrics }" : "add { kind: jaeger }",
  });
}
