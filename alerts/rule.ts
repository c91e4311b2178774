import type { Query } from "../components/core/promql.ts";

/** The alerts by name: what a page says, what a runbook is called. */
export const ALERTS = [
  "AgentLoopIterationsHigh",
  "AgentToolFailureSpike",
  "AgentTokenBudgetExceeded",
  "AgentLatencyP99High",
  "AgentCostSurge",
  "AgentTracesMissing",
  "PipelineSilent",
  "PipelineHeartbeat",
  "BackendDown",
  "DestinationFailing",
  "CollectorRefusingSpans",
  "CollectorDroppingData",
  "CollectorQueueNearFull",
  "SamplingBufferOverflow",
  "DiskFillingUp",
  "AlertingBroken",
  "CredentialExpiring",
] as const;
export type AlertName = (typeof ALERTS)[number];

/** Alerts that need a setting: without it there is nothing to watch. */
export const ON_DEMAND = ["CredentialExpiring", "PipelineHeartbeat"] as const;

/**
 * A rule as data: what it means, not how a backend writes it. It fires for each series of `query`
 * that crosses the threshold and, if given, has a match in `when`.
 */
export interface AlertRule {
  /**
   * Unique and stable: backends that identify rules by id keep their history by it. Begins with the
   * alert's name in kebab case; what follows tells the cases of one alert apart.
   */
  readonly id: string;
  /** Several rules may share a name: they are cases of one alert, with one runbook. */
  readonly name: AlertName;
  /** `none` only for the heartbeat, which fires while all is well. */
  readonly severity: "critical" | "warning" | "none";
  /** What the rule asks, in the words of a reviewer. */
  readonly question: string;
  /** What is measured; its labels name the culprit. */
  readonly query: Query;
  /** In the unit of the query; a histogram's is a bucket bound. */
  readonly threshold: Threshold;
  /** Enough traffic to tell, for example. */
  readonly when?: Query;
  /** How long it must hold before it fires, in seconds. */
  readonly forSeconds: number;
  /** Its own rhythm, for a rule that reads so much that the others' would be too fast. */
  readonly everySeconds?: number;
  /** Further labels of the alert: what the query doesn't know. */
  readonly labels?: Readonly<Record<string, string>>;
  /** For backends that tell "no series" and "no answer" apart from "all is well". */
  readonly absence: Absence;
  readonly summary: Text;
  readonly description: Text;
}

export type Threshold = { readonly above: number } | { readonly below: number };

/** What a rule says when there is no series, and when its query fails; with the reason. */
export interface Absence {
  readonly noData: "ok" | "fires";
  readonly error: "keeps its state" | "fires";
  readonly why: string;
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

/** The part of a rule's id that tells it from other cases of its alert; empty for the only one. */
export function caseOf({ id, name }: AlertRule): string {
  return id.slice(kebab(name).length + 1);
}

/** `AgentLatencyP99High` → `agent-latency-p99-high` */
export function kebab(name: AlertName): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}

/** Without traffic there is no series and nothing to complain about; silence has a rule of its own. */
export const QUIET: Absence = {
  noData: "ok",
  error: "keeps its state",
  why: "no series means no traffic, which another rule watches; a store that fails to answer once is no news about agents",
};
