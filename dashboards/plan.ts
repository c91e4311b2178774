import type { AlertsPlan } from "../alerts/plan.ts";
import type { Dialect } from "../components/core/promql-text.ts";
import type { StoreUrls } from "../components/grafana/index.ts";

/** Every decision about the dashboards, as plain values. */
export interface DashboardsPlan {
  /** Query language of the store that they read. */
  readonly dialect: Dialect;
  readonly stores: StoreUrls;
  /** The thresholds that panels draw are those that the alerts fire at. */
  readonly alerts: AlertsPlan;
  readonly traces: TracesPlan;
  /** What pages choose first, by uid. Without one it is Grafana's own default. */
  readonly dataSources?: Readonly<Partial<Record<"metrics" | TraceStore, string | undefined>>>;
}

/** Trace stores that Grafana has data sources for. */
export type TraceStore = "jaeger" | "tempo";

/** Where the traces behind a number are. Addresses are those of a browser, without a trailing slash. */
export interface TracesPlan {
  readonly jaegerUrl?: string | undefined;
  /** Grafana has a data source of each; the page chooses which. */
  readonly inGrafana?: readonly TraceStore[] | undefined;
  /** A Langfuse project's pages: `https://cloud.langfuse.com/project/<id>`. */
  readonly langfuseUrl?: string | undefined;
}
