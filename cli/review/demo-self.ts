import { portsOf, type WorkloadName } from "../../components/core/names.ts";
import { type Filler, fillers } from "./demo-fill.ts";
import { type Moment, SELF_STORIES } from "./demo-self-table.ts";
import type { History } from "./history.ts";
import type { MetricTable } from "./metric-table.ts";

/** Written once the rules have been asked when they fire. */
export const ALERTS_METRIC = "ALERTS";

/** Writes what the kit's own parts say of themselves, moment by moment. */
export function selfWriter(self: MetricTable): (moment: Moment, history: History) => void {
  const rows = Object.values(self).filter(({ prometheus }) => prometheus !== ALERTS_METRIC);
  const waves = rows
    .filter(({ prometheus }) => !(prometheus in SELF_STORIES))
    .flatMap((row): readonly Filler[] => fillers([row], SCRAPED, scraped(row.from)));
  return (moment, history) => {
    for (const { prometheus, from } of rows)
      for (const [labels, value] of SELF_STORIES[prometheus]?.(moment) ?? [])
        history.add(
          prometheus,
          { ...scraped(labels["job"] ?? from), ...labels },
          moment.seconds,
          value,
        );
    for (const { name, labels, valueAt } of waves)
      history.add(name, labels, moment.seconds, valueAt(moment.seconds));
  };
}

const SCRAPED = ["job", "instance"] as const;

/** Where each part is scraped, by its own name. */
const METRICS_PORTS: Readonly<Partial<Record<WorkloadName, string>>> = {
  collector: "metrics",
  jaeger: "metrics",
  victoriametrics: "http",
  vmalert: "http",
  alertmanager: "http",
};

/** The labels that a scrape of this part adds. */
function scraped(part: string | undefined): Readonly<Record<string, string>> {
  const name = part as WorkloadName;
  const port = METRICS_PORTS[name];
  return port ? { job: name, instance: `127.0.0.1:${portsOf(name)[port]?.local ?? 0}` } : {};
}
