/** Every decision about the alerts, as plain values: `stacks/plan.ts` makes it from the settings. */
export interface AlertsPlan {
  /** `deployment.environment.name` of alerts about the kit's own parts. */
  readonly environment: string;
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
  readonly cost: CostThresholds;
  readonly pipeline: PipelineThresholds;
  /**
   * Set where nobody scrapes the kit's parts: how often collectors report by themselves. The others
   * are unwatched then.
   */
  readonly pushedEverySeconds?: number | undefined;
  readonly disk: DiskThresholds;
  readonly expiry: { readonly warningDays: number; readonly criticalDays: number };
  /** Certificates and tokens whose end somebody declared. */
  readonly expiries: readonly Expiry[];
  /** Set when somebody outside waits for a sign of life. */
  readonly heartbeat: boolean;
  /** Names of Alertmanager's receivers that need not be there: to miss them is no failure. */
  readonly occasionalReceivers: readonly string[];
  readonly agents: readonly AlertedAgent[];
  /** Where a rule's runbook link leads, without a trailing slash. */
  readonly runbookBaseUrl: string;
}

/** A window's cost is compared with the median of the windows before it in which the agent worked. */
export interface CostThresholds {
  readonly factor: number;
  /** In US dollars per window: cheaper surges are nobody's business. */
  readonly floorUsd: number;
  readonly windowSeconds: number;
  readonly historySeconds: number;
  /** Windows with any cost that the history must hold before it means anything. */
  readonly minimumWindows: number;
  readonly evaluateEverySeconds: number;
}

/** What is accepted of the kit's own parts. */
export interface PipelineThresholds {
  readonly windowSeconds: number;
  readonly forSeconds: number;
  readonly queuePercent: number;
  /** A part that doesn't answer for so long is down. */
  readonly downSeconds: number;
}

export interface DiskThresholds {
  readonly warningDays: number;
  readonly criticalDays: number;
  /** Over so long the disk's trend is taken. */
  readonly windowSeconds: number;
  /** With more of the disk free than this, no trend is an alert. */
  readonly belowFreePercent: number;
  /** What the trace store was given, where the stack runs one that says how much of it is free. */
  readonly traceStoreGiB?: number | undefined;
}

export interface Expiry {
  readonly name: string;
  /** Unix time. */
  readonly atSeconds: number;
}

export interface AlertedAgent {
  readonly name: string;
  /** `service.name` that it runs in, where declared. */
  readonly service?: string | undefined;
  /** Runs now and then: its silence is never an alert. */
  readonly intermittent: boolean;
  /** Where it differs from the rest. */
  readonly own?: OwnThresholds | undefined;
}

/** An agent's own thresholds, each in the unit of the general one. */
export interface OwnThresholds {
  readonly iterations?: number | undefined;
  readonly p99Seconds?: number | undefined;
  readonly contextPercent?: number | undefined;
  readonly toolSuccessPercent?: number | undefined;
  readonly silentSeconds?: number | undefined;
  readonly costFactor?: number | undefined;
  readonly costFloorUsd?: number | undefined;
}
