/** Derived metrics leave the collector this often. */
export const FLUSH_SECONDS = 5;
/**
 * The same where every point is paid for: Grafana Cloud includes one a minute for each series.
 * https://grafana.com/docs/grafana-cloud/cost-management-and-billing/understand-usage-cost/metrics
 */
export const MANAGED_FLUSH_SECONDS = 60;
/** How often the kit's own parts are scraped. */
export const SCRAPE_EVERY_SECONDS = 15;
/** A flush, a retry and a write: samples younger than this may be incomplete. */
export const METRICS_DELAY_SECONDS = 5;
/** A label that runs wild fills one metric, not the store. */
export const MAX_SERIES_PER_METRIC = 2000;
