import type { AlertsPlan } from "../../alerts/plan.ts";

/** The thresholds and windows that settings have by default. */
export const DEFAULT_ALERTS: AlertsPlan = {
  environment: "prod",
  evaluateEverySeconds: 30,
  loop: { iterations: 8, overPercent: 1, windowSeconds: 3600 },
  toolFailure: { successBelowPercent: 90, minimumCalls: 10, windowSeconds: 900, forSeconds: 120 },
  context: { overPercent: 90, windowSeconds: 300 },
  latency: { p99Seconds: 30, minimumRuns: 5, windowSeconds: 600, forSeconds: 120 },
  missing: { silentSeconds: 300, seenWithinSeconds: 86_400 },
  cost: {
    factor: 3,
    floorUsd: 5,
    windowSeconds: 3600,
    historySeconds: 604_800,
    minimumWindows: 24,
    evaluateEverySeconds: 300,
  },
  pipeline: { windowSeconds: 300, forSeconds: 120, queuePercent: 80, downSeconds: 120 },
  disk: { warningDays: 7, criticalDays: 2, windowSeconds: 21_600, belowFreePercent: 40 },
  expiry: { warningDays: 30, criticalDays: 7 },
  expiries: [],
  heartbeat: false,
  occasionalReceivers: [],
  agents: [],
  runbookBaseUrl: "https://runbooks.example.com",
};
