import type { ExpectedSeries } from "../../traffic/tally.ts";
import type { Canaries } from "../canaries.ts";
import type { Finding } from "../check.ts";
import type { CountedFrom } from "../stored-series.ts";

/** A span as the backend shows it. */
export interface StoredSpan {
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface StoredTrace {
  readonly spans: readonly StoredSpan[];
  /** Everything that the backend shows of it, to search for what must not be in it. */
  readonly text: string;
  /** Why it is not the whole trace, where the backend says so. */
  readonly partial?: string | undefined;
}

/** Not there, or not yet. */
export const NO_TRACE: StoredTrace = { spans: [], text: "" };

export interface Sought {
  readonly traceId: string;
  /** Unix milliseconds at which the last span ended. */
  readonly sentMillis: number;
}

/** A backend that is asked for one trace. */
export interface TraceStore {
  /** Without spans as long as the backend does not know it. */
  find(trace: Sought): Promise<StoredTrace>;
  /** Where canaries show, if the backend has a way to look for them; else `text` is searched. */
  leaks?(canaries: Canaries, trace: Sought): Promise<readonly string[]>;
}

/** A backend that is asked what the run added to the derived metrics. */
export interface MetricStore {
  findings(
    expected: readonly ExpectedSeries[],
    from: CountedFrom,
    sinceMillis: number,
  ): Promise<readonly Finding[]>;
  /** No canary in what it shows since the run. */
  leaks(canaries: Canaries, sentMillis: number): Promise<Finding>;
}
