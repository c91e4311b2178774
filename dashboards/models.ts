import type { Dashboard } from "./panel.ts";
import { inputSize } from "./panels/context.ts";
import { costByModel, costRate } from "./panels/cost.ts";
import {
  failedCalls,
  firstChunkP95,
  llmCalls,
  llmLatencyP95,
  modelsUsed,
} from "./panels/model-stats.ts";
import {
  llmHeatmap,
  llmLatency,
  llmLatencyByModel,
  timeToFirstChunk,
} from "./panels/model-times.ts";
import {
  callRate,
  callRateByProvider,
  failedCallsByModel,
  llmErrors,
  modelTable,
  tracesOfModels,
} from "./panels/models.ts";
import { outputSpeed } from "./panels/tokens.ts";

/** What the models and their providers do. */
export function models(): Dashboard {
  return {
    name: "models",
    title: "Agents: models",
    description: "Which model carries the work, which refuses it, which is slow?",
    rows: [
      {
        title: "At a glance",
        panels: [llmCalls, failedCalls, llmLatencyP95, firstChunkP95, modelsUsed],
      },
      { title: "Rate", panels: [callRate, callRateByProvider, costRate] },
      { title: "Errors", panels: [failedCallsByModel, llmErrors] },
      {
        title: "Duration",
        panels: [llmLatency, llmLatencyByModel, timeToFirstChunk, outputSpeed, llmHeatmap],
      },
      { title: "Saturation", panels: [inputSize] },
      { title: "Breakdown", panels: [modelTable, costByModel] },
      { title: "Traces", panels: [tracesOfModels] },
    ],
  };
}
