/** Every decision about the alerts, as plain values: `stacks/plan.ts` makes it from the settings. */
export interface AlertsPlan {
  readonly evaluateEverySeconds: number;
  readonly loop: {
    readonly iterations: number;
    readonly overPercent: number;
    readonly windowSeconds: number;
  };
  readonly toolFailure: {
    readonly successBelowPercent: number;
    readonly minimumCalls: number;
    readonly windowSeconds: number;
    readonly forSeconds: number;
  };
  readonly context: { readonly overPercent: number; readonly windowSeconds: number };
  readonly latency: {
    readonly p99Seconds: number;
    readonly minimumRuns: number;
    readonly windowSeconds: number;
    readonly forSeconds: number;
  };
  readonly missing: { readonly silentSeconds: number; readonly seenWithinSeconds: number };
  readonly agents: readonly AlertedAgent[];
  /** Where a rule's runbook link leads, without a trailing slash. */
  readonly runbookBaseUrl: string;
}

export interface AlertedAgent {
  readonly name: string;
  /** `service.name` that it runs in, where declared. */
  readonly service?: string | undefined;
  /** Runs now and then: its silence is never an alert. */
  readonly intermittent: boolean;
}
