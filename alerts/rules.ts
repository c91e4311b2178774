import { sourcesOf } from "../components/core/promql-sources.ts";
import { AGENT, agentRules } from "./agents.ts";
import { alertingRules } from "./alerting.ts";
import { costRules } from "./cost.ts";
import { diskRules } from "./disk.ts";
import { expiryRules } from "./expiry.ts";
import { missingRules } from "./missing.ts";
import { pipelineRules } from "./pipeline.ts";
import type { AlertsPlan } from "./plan.ts";
import type { AlertRule } from "./rule.ts";
import { silenceRules } from "./silence.ts";
import { toolRules } from "./tools.ts";

/** Every rule of the kit that its store has the series for, from the plan's thresholds and windows. */
export function alertRules(plan: AlertsPlan): readonly AlertRule[] {
  return everyRule(plan).filter((rule) => isWatched(plan, rule));
}

/** Those about parts that report to nobody, where nobody scrapes them. */
export function unwatchedRules(plan: AlertsPlan): readonly AlertRule[] {
  const { pushedEverySeconds: pushed, ...scraped } = plan;
  if (pushed === undefined) return [];
  const watched = new Set(alertRules(plan).map(({ id }) => id));
  return everyRule(scraped).filter(({ id }) => !watched.has(id));
}

function isWatched(
  { pushedEverySeconds: pushed }: AlertsPlan,
  { query, when }: AlertRule,
): boolean {
  if (pushed === undefined) return true;
  const sources = [query, ...(when ? [when] : [])].flatMap((one) => [...sourcesOf(one)]);
  return sources.every((source) => source === "collector");
}

function everyRule(plan: AlertsPlan): readonly AlertRule[] {
  return [
    ...agentRules(plan),
    ...toolRules(plan),
    ...costRules(plan),
    ...missingRules(plan, AGENT),
    ...silenceRules(plan),
    ...pipelineRules(plan),
    ...diskRules(plan),
    ...alertingRules(plan),
    ...expiryRules(plan),
  ];
}
