import type { OwnMetrics } from "../components/collector/plan.ts";
import { destinationPlan } from "./destinations.ts";
import { FLUSH_SECONDS, MANAGED_FLUSH_SECONDS, SCRAPE_EVERY_SECONDS } from "./intervals.ts";
import type { Settings } from "./settings.ts";

/**
 * How the collector's own metrics get to the store. A store that the kit runs scrapes them, with
 * those of all other parts; elsewhere nobody does, so the collector sends them to whoever takes its
 * metrics: then this says how often. Undefined where they are scraped, or nobody would read them.
 */
export function ownMetrics(settings: Settings): OwnMetrics | undefined {
  if (runsStore(settings) || !isRead(settings)) return undefined;
  return { everySeconds: isBilledByPoint(settings) ? MANAGED_FLUSH_SECONDS : SCRAPE_EVERY_SECONDS };
}

/** How often derived metrics leave: a store of the kit's own is not paid by the point. */
export function flushSeconds(settings: Settings): number {
  return !runsStore(settings) && isBilledByPoint(settings) ? MANAGED_FLUSH_SECONDS : FLUSH_SECONDS;
}

/** Whether the stack runs the store that its metrics are read from. */
const runsStore = ({ destinations }: Settings): boolean =>
  destinations.some((destination) => {
    const { address, metrics } = destinationPlan(destination);
    return metrics !== undefined && "workload" in address;
  });

/** Whether anything reads them there: rules and pages about the collector are in PromQL. */
const isRead = ({ destinations }: Settings): boolean =>
  destinations.some(
    (destination) =>
      destination.type !== "honeycomb" && destinationPlan(destination).metrics !== undefined,
  );

const isBilledByPoint = ({ destinations }: Settings): boolean =>
  destinations.some(({ type }) => type === "grafana-cloud" || type === "honeycomb");
