import type { Dashboard } from "./panel.ts";
import type { DashboardsPlan } from "./plan.ts";
import { alertHistory, alertTable } from "./panels/alerts.ts";
import {
  pointsRefused,
  sendFailures,
  spanFlow,
  spansLost,
  spansReceived,
  spansSent,
} from "./panels/collector.ts";
import { contentByAgent, contentRemoved, contentTable, valuesBounded } from "./panels/content.ts";
import {
  agentsSeen,
  conventions,
  conventionTable,
  coverage,
  coverageTable,
  numbersFed,
  tracesOfGaps,
  unmeasuredCalls,
} from "./panels/coverage.ts";
import {
  alertingErrors,
  collectorsReporting,
  fullestQueue,
  memory,
  partsByName,
  partsDown,
  partsUp,
  processor,
  queueFill,
  rulesDuration,
  samplingRound,
  seriesFill,
} from "./panels/resources.ts";
import { disk, newSeries, storeRows, storeWrites } from "./panels/store.ts";
import {
  decisions,
  keptByPolicy,
  lateSpans,
  tracesLost,
  tracesUndecided,
  tracesWaiting,
} from "./panels/sampling.ts";

/** The kit itself, and what the agents' instrumentation lacks. */
export function health({ alerts }: DashboardsPlan): Dashboard {
  return {
    name: "health",
    title: "Collector health and coverage",
    description: "Can the other pages be trusted? What is lost, and what do agents not report?",
    rows: [
      {
        title: "At a glance",
        panels: [
          ...(alerts.pushedEverySeconds === undefined
            ? [partsUp, partsDown]
            : [collectorsReporting]),
          spansReceived,
          spansLost,
          fullestQueue,
          agentsSeen,
          unmeasuredCalls,
        ],
      },
      {
        title: "Rate",
        panels: [spanFlow, spansSent, conventions, decisions, keptByPolicy, storeWrites],
      },
      {
        title: "Errors",
        panels: [
          sendFailures,
          tracesLost,
          tracesUndecided,
          pointsRefused,
          coverage,
          valuesBounded,
          contentRemoved,
          alertingErrors,
          partsByName,
          alertHistory,
        ],
      },
      { title: "Duration", panels: [samplingRound, lateSpans, rulesDuration] },
      {
        title: "Saturation",
        panels: [
          queueFill,
          memory,
          processor,
          tracesWaiting,
          seriesFill,
          newSeries,
          storeRows,
          disk,
        ],
      },
      {
        title: "Breakdown",
        panels: [
          coverageTable,
          numbersFed,
          contentByAgent,
          conventionTable,
          contentTable,
          alertTable,
        ],
      },
      { title: "Traces", panels: [tracesOfGaps] },
    ],
  };
}
