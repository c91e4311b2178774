import type { Query } from "../components/core/promql.ts";

/** The alerts by name: what a page says, what a runbook is called. */
export const ALERTS = [
  "AgentLoopIterationsHigh",
  "AgentToolFailureSpike",
  "AgentTokenBudgetExceeded",
  "AgentLatencyP99High",
  "AgentTracesMissing",
] as const;
export type AlertName = (typeof ALERTS)[number];

/**
 * A rule as data: what it means, not how a backend writes it. It fires for each series of `query`
 * that is above `above` and, if given, has a match in `when`.
 */
export interface AlertRule {
  /** Unique and stable: backends that identify rules by id keep their history by it. */
  readonly id: string;
  /** Several rules may share a name: they are cases of one alert, with one runbook. */
  readonly name: AlertName;
  readonly severity: "warning" | "critical";
  /** What is measured; its labels name the culprit. */
  readonly query: Query;
  /** Threshold in the unit of the query. */
  readonly above: number;
  /** Enough traffic to tell, for example. */
  readonly when?: Query;
  /** How long it must hold before it fires, in seconds. */
  readonly forSeconds: number;
  readonly summary: Text;
  readonly description: Text;
}

/** Text with the values of a firing alert in it; each backend has its own template language. */
export type Text = (value: TextValues) => string;

export interface TextValues {
  /** The measured value, rounded to so many decimals. */
  readonly measured: (decimals: number) => string;
  readonly label: (name: string) => string;
}

/** Path of an alert's runbook below the runbook address. */
export function runbookFile(name: AlertName): `${AlertName}.md` {
  return `${name}.md`;
}
