import type { Finding } from "./check.ts";
import type { Signal } from "./collector.ts";
import type { MetricStore, TraceStore } from "./stores/store.ts";

/** A destination that verify looks into. */
export interface Target {
  /** As the settings call it: its exporters carry this name. */
  readonly destination: string;
  /** As people call it. */
  readonly title: string;
  readonly traces?: TraceStore | undefined;
  readonly metrics?: MetricStore | undefined;
  /** What the kit has put there: dashboards, rules. */
  readonly contents?: (() => Promise<readonly Finding[]>) | undefined;
  /** How long it may take to show what was sent. */
  readonly patienceSeconds: number;
  readonly everyMillis?: number;
}

/** A destination that can't be asked: said by name, and no proof of anything. */
export interface NotLookedInto {
  readonly destination: string;
  readonly signals: readonly Signal[];
  readonly because: string;
  readonly fix: string;
}

export interface Targets {
  readonly looked: readonly Target[];
  readonly notLooked: readonly NotLookedInto[];
}

/** A sampler that still waits, a flush, and the way there. */
export const OWN_PATIENCE_SECONDS = 40;
/** Others take seconds to minutes until a trace can be asked for. */
export const MANAGED_PATIENCE_SECONDS = 180;

export type Known = Pick<Target, "traces" | "metrics" | "contents" | "everyMillis"> & {
  readonly patienceSeconds?: number;
  /** Why its signals are not looked for, where only what the kit has put there is. */
  readonly withoutSignals?: Unknown | undefined;
};
/** Why not, and what to do. */
export type Unknown = Pick<NotLookedInto, "because" | "fix">;
