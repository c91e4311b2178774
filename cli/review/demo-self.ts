import { type Filler, fillers } from "./demo-fill.ts";
import { type Moment, SELF_STORIES } from "./demo-self-table.ts";
import type { History } from "./history.ts";
import type { MetricTable } from "./metric-table.ts";

/** Written once the rules have been asked when they fire. */
export const ALERTS_METRIC = "ALERTS";

/** Writes what the kit's own parts say of themselves, moment by moment. */
export function selfWriter(self: MetricTable): (moment: Moment, history: History) => void {
  const rows = Object.values(self).filter(({ prometheus }) => prometheus !== ALERTS_METRIC);
  const waves: readonly Filler[] = fillers(
    rows.filter(({ prometheus }) => !(prometheus in SELF_STORIES)),
  );
  return (moment, history) => {
    for (const { prometheus } of rows)
      for (const [labels, value] of SELF_STORIES[prometheus]?.(moment) ?? [])
        history.add(prometheus, labels, moment.seconds, value);
    for (const { name, labels, valueAt } of waves)
      history.add(name, labels, moment.seconds, valueAt(moment.seconds));
  };
}
