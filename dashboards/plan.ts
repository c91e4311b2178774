import type { AlertsPlan } from "../alerts/plan.ts";
import type { Dialect } from "../components/core/promql-text.ts";

/** Every decision about the dashboards, as plain values. */
export interface DashboardsPlan {
  /** Query language of the store that they read. */
  readonly dialect: Dialect;
  /** Address of that store as Grafana reaches it, without a trailing slash. */
  readonly metricsUrl?: string | undefined;
  /** The thresholds that panels draw are those that the alerts fire at. */
  readonly alerts: AlertsPlan;
  readonly traces: TracesPlan;
}

/** Where the traces behind a number are. Addresses are those of a browser, without a trailing slash. */
export interface TracesPlan {
  readonly jaegerUrl?: string | undefined;
  /** Grafana has a Tempo data source; the page chooses which. */
  readonly tempo?: boolean | undefined;
  /** A Langfuse project's pages: `https://cloud.langfuse.com/project/<id>`. */
  readonly langfuseUrl?: string | undefined;
}
