import type { Description, WorkloadContext } from "../workload.ts";
import { forward } from "./derive.ts";
import { described, SEARCHES } from "./describe.ts";
import { exportersTo } from "./export.ts";
import { outlets } from "./outlets.ts";
import { deliver } from "./pipeline.ts";
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
    return described({
      summary: "decides on whole traces which to keep, and sends those out",
      configFile: "sampler.yaml",
      memoryLimitMiB: tiers.samplerMemoryLimitMiB,
      plan,
      context,
      encrypted: tiers.between === "otlp" && tiers.wire ? ["otlpGrpc"] : [],
      service: {
        wired: [deliver(counted, outlets(plan, exportersTo(plan, context)))],
        extensions: [healthCheck(context)],
        telemetry: telemetry("sampler", context),
        longTexts: SEARCHES,
        notes: plan.arithmetic?.sampler ?? [],
      },
    });
  };
