import type { Description, WorkloadContext } from "../workload.ts";
import { forward } from "./derive.ts";
import { described, SEARCHES } from "./describe.ts";
import { type Exporters, exportersTo, someone } from "./export.ts";
import { outlets } from "./outlets.ts";
import { sendOwnMetrics } from "./own-metrics.ts";
import { deliver, type Processor, type Wired } from "./pipeline.ts";
import type { CollectorPlan } from "./plan.ts";
import { memoryLimiter } from "./protect.ts";
import { healthCheck, telemetry } from "./telemetry.ts";
import { fromGateways } from "./tiers.ts";

/** A collector of the second tier: it decides on whole traces and sends them out. */
export const sampler =
  (plan: CollectorPlan) =>
  (context: WorkloadContext<"sampler">): Description => {
    const { tiers } = plan;
    if (!tiers) throw new Error("a sampler without a second tier");
    const limit = memoryLimiter(tiers.samplerMemoryLimitMiB);
    const counted = fromGateways(tiers, context, { limit, forward });
    const made = exportersTo(plan, context);
    return described({
      summary: "decides on whole traces which to keep, and sends those out",
      configFile: "sampler.yaml",
      memoryLimitMiB: tiers.samplerMemoryLimitMiB,
      plan,
      context,
      encrypted: tiers.between === "otlp" && tiers.wire ? ["otlpGrpc"] : [],
      service: {
        wired: [deliver(counted, outlets(plan, made)), ...ownMetrics(plan, context, made, limit)],
        extensions: [healthCheck(context)],
        telemetry: telemetry("sampler", plan, context),
        longTexts: SEARCHES,
        notes: plan.arithmetic?.sampler ?? [],
      },
    });
  };

/** Metrics of agents never come here: only for its own a sampler sends to who takes them. */
function ownMetrics(
  plan: CollectorPlan,
  context: WorkloadContext<"sampler">,
  made: Exporters,
  limit: Processor<"limit">,
): Wired[] {
  if (!plan.ownMetrics) return [];
  const exporters = someone(made.metrics(), "metrics");
  return sendOwnMetrics(plan, { job: "sampler", context, limit, exporters });
}
