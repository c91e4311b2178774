import type { AlertsPlan } from "../../alerts/plan.ts";

/** The thresholds and windows that settings have by default. */
export const DEFAULT_ALERTS: AlertsPlan = {
  evaluateEverySeconds: 30,
  loop: { iterations: 8, overPercent: 1, windowSeconds: 3600 },
  toolFailure: { successBelowPercent: 90, minimumCalls: 10, windowSeconds: 900, forSeconds: 120 },
  context: { overPercent: 90, windowSeconds: 300 },
  latency: { p99Seconds: 30, minimumRuns: 5, windowSeconds: 600, forSeconds: 120 },
  missing: { silentSeconds: 300, seenWithinSeconds: 86_400 },
  agents: [],
  runbookBaseUrl: "https://runbooks.example.com",
};
