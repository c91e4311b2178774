import type { AlertsPlan } from "../alerts/plan.ts";
import type { Dialect } from "../components/core/promql-text.ts";

/** Every decision about the dashboards, as plain values. */
export interface DashboardsPlan {
  /** Query language of the store that they read. */
  readonly dialect: Dialect;
  /** The thresholds that panels draw are those that the alerts fire at. */
  readonly alerts: AlertsPlan;
  /** Address of Jaeger's pages as a browser reaches it, without a trailing slash. */
  readonly jaegerUrl?: string | undefined;
}
