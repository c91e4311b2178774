import type { Dashboard } from "./panel.ts";
import {
  contextHeatmap,
  contextP95,
  contextUse,
  contextUseByModel,
  fullContexts,
  fullContextsByAgent,
  fullShare,
  inputP95,
  inputSize,
  tracesOfContext,
  unknownWindows,
} from "./panels/context.ts";
import { llmLatencyByModel } from "./panels/model-times.ts";
import { tokenRateByAgent } from "./panels/tokens.ts";
import type { DashboardsPlan } from "./plan.ts";

/** How full the models' context windows are. */
export function context(plan: DashboardsPlan): Dashboard {
  return {
    name: "context",
    title: "Agents: context window",
    description: "Do conversations outgrow the models, whose, and on which model?",
    rows: [
      {
        title: "At a glance",
        panels: [fullContexts(plan), fullShare(plan), contextP95(plan), inputP95, unknownWindows],
      },
      { title: "Rate", panels: [tokenRateByAgent] },
      { title: "Errors", panels: [fullContextsByAgent(plan)] },
      { title: "Duration", panels: [llmLatencyByModel] },
      {
        title: "Saturation",
        panels: [contextUse(plan), contextUseByModel(plan), inputSize, contextHeatmap],
      },
      { title: "Traces", panels: [tracesOfContext(plan)] },
    ],
  };
}
