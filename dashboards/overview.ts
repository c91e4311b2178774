import type { Dashboard } from "./panel.ts";
import { activeAgents, agentTable, coverage } from "./panels/agents.ts";
import {
  llmErrors,
  llmLatency,
  llmLatencyP95,
  timeToFirstChunk,
  unmeasuredCalls,
} from "./panels/models.ts";
import {
  alertHistory,
  contentRemoved,
  conventions,
  firingAlerts,
  queueFill,
  spanFlow,
  valuesBounded,
} from "./panels/pipeline.ts";
import {
  failedRuns,
  failedRunsByAgent,
  iterations,
  loopingRuns,
  runCount,
  runLatency,
  runLatencyHeatmap,
  runLatencyP99,
  runRate,
} from "./panels/runs.ts";
import { toolLatency, toolSuccess, toolSuccessByTool } from "./panels/tools.ts";
import {
  contextUse,
  cost,
  costByModel,
  costRate,
  fullContexts,
  inputSize,
  tokenCount,
  tokenRate,
} from "./panels/tokens.ts";
import type { DashboardsPlan } from "./plan.ts";

/** The first look: is everything well, and if not, where to look next. */
export function overview(plan: DashboardsPlan): Dashboard {
  return {
    name: "overview",
    title: "Agents: overview",
    description: "Are the agents well? The six numbers, what they cost, and the kit itself.",
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
      {
        title: "Duration",
        panels: [runLatency(plan), llmLatency, toolLatency, runLatencyHeatmap, timeToFirstChunk],
      },
      { title: "Loops and context", panels: [iterations(plan), contextUse(plan), inputSize] },
      { title: "Breakdown", panels: [agentTable(plan), costByModel] },
      {
        title: "Alerts and the pipeline",
        panels: [
          alertHistory,
          spanFlow,
          queueFill,
          coverage,
          conventions,
          contentRemoved,
          valuesBounded,
        ],
      },
    ],
  };
}
