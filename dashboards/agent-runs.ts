import type { Dashboard } from "./panel.ts";
import { activeAgents, agentTable, silence, tracesOfAgents } from "./panels/agents.ts";
import { iterations, iterationsHeatmap, loopingRuns, loopsByAgent } from "./panels/loops.ts";
import {
  failedRuns,
  failedRunsByAgent,
  runCount,
  runLatency,
  runLatencyByAgent,
  runLatencyHeatmap,
  runLatencyP99,
  runRate,
  runsByStatus,
} from "./panels/runs.ts";
import type { DashboardsPlan } from "./plan.ts";

/** Each agent's runs: how many, how well, how long, how many turns. */
export function agentRuns(plan: DashboardsPlan): Dashboard {
  return {
    name: "agent-runs",
    title: "Agents: runs",
    description: "Which agent works, which fails, which is slow, which loops, which is silent?",
    rows: [
      {
        title: "At a glance",
        panels: [activeAgents(plan), runCount, failedRuns, runLatencyP99(plan), loopingRuns(plan)],
      },
      { title: "Rate", panels: [runRate, runsByStatus, silence(plan)] },
      { title: "Errors", panels: [failedRunsByAgent, loopsByAgent(plan)] },
      {
        title: "Duration",
        panels: [runLatency(plan), runLatencyByAgent(plan), runLatencyHeatmap],
      },
      { title: "Saturation", panels: [iterations(plan), iterationsHeatmap] },
      { title: "Breakdown", panels: [agentTable(plan)] },
      { title: "Traces", panels: [tracesOfAgents(plan)] },
    ],
  };
}
