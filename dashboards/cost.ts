import type { Dashboard } from "./panel.ts";
import {
  cost,
  costByAgent,
  costByModel,
  costPerDay,
  costPerRun,
  costRate,
  costRateByAgent,
  costTable,
  tracesOfCost,
  unpricedCalls,
} from "./panels/cost.ts";
import { coverage, unmeasuredCalls } from "./panels/coverage.ts";
import {
  cacheHits,
  cacheHitsByModel,
  tokenCount,
  tokenRate,
  tokenRateByAgent,
} from "./panels/tokens.ts";

/** Money and tokens. Cost by user or session is a question to the traces: no label carries them. */
export function costs(): Dashboard {
  return {
    name: "cost",
    title: "Agents: cost and tokens",
    description: "Where does the money go, and what of it is missing from the numbers?",
    rows: [
      {
        title: "At a glance",
        panels: [cost, costPerRun, costPerDay, tokenCount, cacheHits, unmeasuredCalls],
      },
      { title: "Rate", panels: [costRate, costRateByAgent, tokenRate, tokenRateByAgent] },
      { title: "Errors", panels: [unpricedCalls, coverage] },
      { title: "Saturation", panels: [cacheHitsByModel] },
      { title: "Breakdown", panels: [costTable, costByAgent, costByModel] },
      { title: "Traces", panels: [tracesOfCost] },
    ],
  };
}
