import type { Description, WorkloadContext } from "../workload.ts";
import { authenticator } from "./authenticate.ts";
import { bound } from "./bound.ts";
import { clearLogNotes, stripLogs, stripSpans } from "./content.ts";
import { accumulate, counts, forward, serialise } from "./derive.ts";
import { described, longTexts } from "./describe.ts";
import { exportersTo, someone } from "./export.ts";
import { boundSdkMetrics, genaiMetricsOnly } from "./forward.ts";
import { forget } from "./memo.ts";
import { type ModelTexts, modelTexts } from "./model-texts.ts";
import { normalise, resourceDefaults } from "./normalise.ts";
import type { StatementGroup } from "./ottl.ts";
import { outlets } from "./outlets.ts";
import { sendOwnMetrics } from "./own-metrics.ts";
import {
  deliver,
  derive,
  forwardMetrics,
  ingest,
  ingestLogs,
  type NonEmpty,
  type Wired,
} from "./pipeline.ts";
import type { CollectorPlan } from "./plan.ts";
import { priceInferences } from "./price.ts";
import { memoryLimiter } from "./protect.ts";
import { otlpReceiver } from "./receive.ts";
import { redactLogs, redactResources, redactSpans } from "./redact.ts";
import { healthCheck, telemetry } from "./telemetry.ts";
import { toSamplers } from "./tiers.ts";
import { transform } from "./transform.ts";

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
      plan,
      context,
      encrypted: plan.ingest.tls ? ["otlpGrpc", "otlpHttp"] : [],
      service: {
        wired: pipelines(plan, context, models),
        extensions: [healthCheck(context)],
        telemetry: telemetry("gateway", plan, context),
        longTexts: longTexts(models),
        notes: plan.arithmetic?.gateway ?? [],
      },
    });
  };

function pipelines(
  plan: CollectorPlan,
  context: WorkloadContext<"collector">,
  models: ModelTexts,
): NonEmpty<Wired> {
  const made = exportersTo(plan, context);
  const out = plan.tiers ? ([toSamplers(plan.tiers, context)] as const) : outlets(plan, made);
  const metrics = someone(made.metrics(), "metrics");
  const receiver = otlpReceiver(context, plan.ingest, authenticator(context, plan.ingest.auth));
  const limit = memoryLimiter(plan.memoryLimitMiB);
  const { patterns } = plan.content;
  const traceGroups = Object.values(ingestSteps(plan, models)).flat();
  const shape = transform("ingest", { traces: traceGroups });
  const spans = ingest({ receiver, limit, shape: [shape] });
  const logs = ingestLogs({ receiver, limit, shape: [cleanLogs(plan)] });
  const counted = derive(
    { spans, logs },
    { serialise, counts: counts(plan.derive), forward, exporters: metrics },
  );
  const sdk = forwardMetrics({
    name: "sdk",
    receiver,
    processors: [
      limit,
      genaiMetricsOnly,
      boundSdkMetrics(plan.environment, patterns, models),
      // Answers the SDK: one destination with a full queue must not make it send again to all.
      serialise,
      accumulate(plan.derive),
    ],
    exporters: metrics,
  });
  const own = sendOwnMetrics(plan, { job: "collector", context, limit, exporters: metrics });
  return [deliver(counted, out), sdk, ...own];
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
