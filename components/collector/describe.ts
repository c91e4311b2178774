import type { Description } from "../workload.ts";
import { collectorFile, type CollectorService } from "./config.ts";
import type { TierContext } from "./context.ts";
import type { ModelTexts } from "./model-texts.ts";
import { searchFor } from "./patterns.ts";
import { goMemory } from "./protect.ts";

/** The process needs more than the limit at which it starts to refuse. */
const MEMORY_HEADROOM = 1.25;
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
  readonly context: TierContext;
  readonly service: CollectorService;
}

/** A collector of either tier as a workload. */
export function described(tier: Tier): Description {
  const { summary, configFile, memoryLimitMiB, context, service } = tier;
  const { yaml, environment, secrets } = collectorFile(service);
  return {
    summary,
    tool: "collector",
    // Lets OTTL empty a span's links: the only way to remove their attributes.
    args: ["--config", context.path(configFile), "--feature-gates=ottl.set.allowNil"],
    environment: { ...goMemory(memoryLimitMiB), ...environment },
    secrets,
    files: { [configFile]: yaml },
    data: { retention: "until delivered" },
    health: { port: "health", path: "/", startSeconds: 30 },
    stopSeconds: 30,
    resources: { memoryMiB: Math.ceil(memoryLimitMiB * MEMORY_HEADROOM) },
  };
}
