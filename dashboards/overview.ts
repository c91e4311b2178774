import type { Dashboard } from "./panel.ts";
import { activeAgents, agentTable, tracesOfAgents } from "./panels/agents.ts";
import { alertHistory, alertTable, firingAlerts } from "./panels/alerts.ts";
import { contextUse, fullContexts } from "./panels/context.ts";
import { cost, costByModel, costRate } from "./panels/cost.ts";
import { unmeasuredCalls } from "./panels/coverage.ts";
import { iterations, loopingRuns } from "./panels/loops.ts";
import { llmLatencyP95 } from "./panels/model-stats.ts";
import { llmLatency } from "./panels/model-times.ts";
import { llmErrors } from "./panels/models.ts";
import {
  failedRuns,
  failedRunsByAgent,
  runCount,
  runLatency,
  runLatencyP99,
  runRate,
} from "./panels/runs.ts";
import { tokenCount, tokenRate } from "./panels/tokens.ts";
import { toolSuccess } from "./panels/tool-stats.ts";
import { toolLatency, toolSuccessByTool } from "./panels/tools.ts";
import type { DashboardsPlan } from "./plan.ts";

/** The first look: is everything well, and if not, where to look next. */
export function overview(plan: DashboardsPlan): Dashboard {
  return {
    name: "overview",
    title: "Agents: overview",
    description: "Are the agents well? The six numbers, what they cost, and what fires.",
    rows: [
      {
        title: "At a glance",
        panels: [
          firingAlerts,
          activeAgents(plan),
          runCount,
          failedRuns,
          runLatencyP99(plan),
          loopingRuns(plan),
          toolSuccess(plan),
          llmLatencyP95,
          fullContexts(plan),
          tokenCount,
          cost,
          unmeasuredCalls,
        ],
      },
      { title: "Rate", panels: [runRate, tokenRate, costRate] },
      { title: "Errors", panels: [failedRunsByAgent, toolSuccessByTool(plan), llmErrors] },
      { title: "Duration", panels: [runLatency(plan), llmLatency, toolLatency] },
      { title: "Saturation", panels: [iterations(plan), contextUse(plan), alertHistory] },
      { title: "Breakdown", panels: [agentTable(plan), alertTable, costByModel] },
      { title: "Traces", panels: [tracesOfAgents(plan)] },
    ],
  };
}
