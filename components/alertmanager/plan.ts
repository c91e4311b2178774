export type Severity = "critical" | "warning";

/** Every decision about who is told what, as plain values. */
export interface AlertmanagerPlan {
  readonly replicas: number;
  /** Where people open its page, for the links in messages; undefined: it says its own name. */
  readonly externalUrl?: string | undefined;
  readonly groupWaitSeconds: number;
  readonly groupIntervalSeconds: number;
  readonly repeatSeconds: number;
  readonly routes: readonly AlertRoute[];
  /** Somebody else takes the routes: here nobody is told but by the heartbeat. */
  readonly toldElsewhere?: boolean;
  readonly muteTimes: readonly MuteTime[];
  readonly heartbeat?: { readonly webhook: Webhook; readonly everySeconds: number } | undefined;
}

export interface AlertRoute {
  readonly severities: readonly Severity[];
  /** Values of `deployment_environment_name`; undefined for all. */
  readonly environments?: readonly string[] | undefined;
  /** Label → value that an alert must have. */
  readonly labels: Readonly<Record<string, string>>;
  /** Names of mute times. */
  readonly mutedDuring: readonly string[];
  /** Where it differs from the rest. */
  readonly repeatSeconds?: number | undefined;
  readonly receiver: Receiver;
}

/** One of these is set. Secrets are names. */
export interface Receiver {
  readonly webhook?: Webhook | undefined;
  readonly slack?: { readonly urlSecret: string; readonly channel: string } | undefined;
  readonly pagerDuty?: { readonly routingKeySecret: string } | undefined;
  readonly email?: Email | undefined;
}

/** An address, or the name of the secret that holds it. */
export type Webhook = { readonly url: string } | { readonly urlSecret: string };

export interface Email {
  readonly to: string;
  readonly from: string;
  /** `host:port` */
  readonly smarthost: string;
  readonly username?: string | undefined;
  readonly passwordSecret?: string | undefined;
}

export interface MuteTime {
  readonly name: string;
  /** English weekday names in lower case; undefined for all. */
  readonly weekdays?: readonly string[] | undefined;
  /** `HH:MM`, 24:00 for the end of the day. */
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
}
