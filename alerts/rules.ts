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

/** Every rule of the kit, from the plan's thresholds and windows. */
export function alertRules(plan: AlertsPlan): readonly AlertRule[] {
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
