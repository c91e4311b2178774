import type { Description } from "../workload.ts";
import { collectorFile, type CollectorService } from "./config.ts";
import type { TierContext } from "./context.ts";
import { certificateFiles } from "./export.ts";
import type { ModelTexts } from "./model-texts.ts";
import { searchFor } from "./patterns.ts";
import type { CollectorPlan } from "./plan.ts";
import { goMemory } from "./protect.ts";

const BUILT_IN = searchFor([]);
/** Carried by environment variables, because many statements hold them or nobody can read them. */
export const SEARCHES = { AGENTOBS_SECRETS: BUILT_IN.find, AGENTOBS_MASKED: BUILT_IN.by };
export const longTexts = ({ names, beginnings, records }: ModelTexts) => ({
  ...SEARCHES,
  AGENTOBS_MODEL_NAMES: names,
  AGENTOBS_MODEL_BEGINNINGS: beginnings,
  AGENTOBS_MODELS: records,
});

interface Tier {
  readonly summary: string;
  readonly configFile: string;
  readonly memoryLimitMiB: number;
  readonly plan: CollectorPlan;
  readonly context: TierContext;
  readonly service: CollectorService;
  readonly encrypted: readonly string[];
}

/** A collector of either tier as a workload. */
export function described(tier: Tier): Description {
  const { summary, configFile, memoryLimitMiB, plan, context, service, encrypted } = tier;
  const { yaml, environment, secrets } = collectorFile(service);
  return {
    summary,
    tool: "collector",
    args: ["--config", context.path(configFile), `--feature-gates=${gates(plan).join(",")}`],
    environment: { ...goMemory(memoryLimitMiB), ...environment },
    secrets,
    files: { [configFile]: yaml, ...certificateFiles(plan.destinations) },
    data: { retention: "until delivered" },
    encrypted,
    health: { port: "health", path: "/", startSeconds: 30 },
    stopSeconds: 30,
  };
}

function gates({ destinations }: CollectorPlan): string[] {
  const remoteWrite = destinations.some(({ protocol }) => protocol === "prometheus_remote_write");
  return [
    // Lets OTTL empty a span's links: the only way to remove their attributes.
    "ottl.set.allowNil",
    // Without it a store that asks for patience loses the samples.
    ...(remoteWrite ? ["exporter.prometheusremotewritexporter.RetryOn429"] : []),
  ];
}
