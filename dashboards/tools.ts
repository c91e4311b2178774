import type { Dashboard } from "./panel.ts";
import {
  callsPerRun,
  failedTools,
  toolCalls,
  toolP95,
  toolsUsed,
  toolSuccess,
} from "./panels/tool-stats.ts";
import {
  callsByTool,
  failedToolsByService,
  toolErrors,
  toolHeatmap,
  toolLatency,
  toolRate,
  toolRateByAgent,
  toolSuccessByTool,
  tracesOfTools,
} from "./panels/tools.ts";
import type { DashboardsPlan } from "./plan.ts";

/** What the agents do with their tools, and what the tools do to them. */
export function tools(plan: DashboardsPlan): Dashboard {
  return {
    name: "tools",
    title: "Agents: tools",
    description: "Which tools carry the work, which fail, which keep the agents waiting?",
    rows: [
      {
        title: "At a glance",
        panels: [toolSuccess(plan), failedTools, toolCalls, toolsUsed, callsPerRun, toolP95],
      },
      { title: "Rate", panels: [toolRate, toolRateByAgent] },
      { title: "Errors", panels: [toolSuccessByTool(plan), toolErrors, failedToolsByService] },
      { title: "Duration", panels: [toolLatency, toolHeatmap] },
      { title: "Breakdown", panels: [callsByTool] },
      { title: "Traces", panels: [tracesOfTools(plan)] },
    ],
  };
}
