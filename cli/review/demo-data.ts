import { COMMON_LABELS } from "../../components/core/metrics.ts";
import { Tally } from "../traffic/tally.ts";
import { conventionOf, countScript, serviceOf } from "./demo-count.ts";
import { DEMO_RANGE, DEMO_WARM_UP_SECONDS, demoDay } from "./demo-day.ts";
import { type Filler, fillers } from "./demo-fill.ts";
import { selfWriter } from "./demo-self.ts";
import { History } from "./history.ts";
import type { MetricRow, MetricTable } from "./metric-table.ts";

/** How often the store gets a sample. */
const STEP_SECONDS = 30;
/** The one replica of the collector. */
const GATEWAY = "gateway-0";

type Labels = Readonly<Record<string, string>>;

/**
 * History of every metric in the tables, as the collector and the kit's own parts would have written
 * it on the day that `demo-day.ts` tells.
 *
 * @param derived rows by key, histograms with every bound that a revision asks for
 * @param self the kit's own metrics
 */
export function demoHistory(derived: MetricTable, self: MetricTable, environment: string): History {
  const history = new History();
  const counters = new Map<string, number>();
  const common = (service: string): Labels => ({
    service_name: service,
    deployment_environment_name: environment,
    gateway: GATEWAY,
  });
  const grow = (name: string, labels: Labels, by: number, seconds: number) => {
    const key = `${name}${JSON.stringify(labels)}`;
    const value = (counters.get(key) ?? 0) + by;
    counters.set(key, value);
    // As the collector does: a counter is sent when it moves.
    if (by > 0 || value === 0) history.add(name, labels, seconds, value);
  };
  const writeSelf = selfWriter(self);
  const counted = new Set<string>();
  let spans = 0;
  for (const { seconds, runs } of demoDay(STEP_SECONDS)) {
    const tally = new Tally();
    for (const run of runs) countScript(tally, run);
    for (const { metric, labels: own, values } of tally.series()) {
      const row = derived[metric];
      if (!row) continue;
      counted.add(metric);
      const agent = own.gen_ai_agent_name;
      const labels = {
        ...common(serviceOf(agent ?? "coordinator")),
        ...own,
        ...(row.labels.includes("convention") && agent ? { convention: conventionOf(agent) } : {}),
      };
      observe(row, labels, values, (name, part, by) => {
        grow(name, part, by, seconds);
      });
      if (metric === "spans") spans += values.length;
      if (metric === "spans" && agent && derived["lastSeen"])
        history.add(
          derived["lastSeen"].prometheus,
          { ...common(serviceOf(agent)), gen_ai_agent_name: agent },
          seconds,
          seconds,
        );
    }
    writeSelf({ seconds, spans }, history);
  }
  counted.add("lastSeen");
  const rest = Object.entries(derived).filter(([key]) => !counted.has(key));
  fill(
    fillers(
      rest.map(([, row]) => row),
      COMMON_LABELS,
      common("assistant-api"),
    ),
    history,
  );
  return history;
}

/** What the values of one step add to the series of a row. */
function observe(
  { prometheus, kind, buckets = [] }: MetricRow,
  labels: Labels,
  values: readonly number[],
  grow: (name: string, labels: Labels, by: number) => void,
): void {
  const sum = values.reduce((total, value) => total + value, 0);
  if (kind !== "histogram") {
    grow(prometheus, labels, sum);
    return;
  }
  for (const bound of buckets)
    grow(
      `${prometheus}_bucket`,
      { ...labels, le: String(bound) },
      values.filter((value) => value <= bound).length,
    );
  grow(`${prometheus}_bucket`, { ...labels, le: "+Inf" }, values.length);
  grow(`${prometheus}_count`, labels, values.length);
  grow(`${prometheus}_sum`, labels, sum);
}

function fill(all: readonly Filler[], history: History): void {
  const from = DEMO_RANGE.startSeconds - DEMO_WARM_UP_SECONDS;
  for (let seconds = from; seconds <= DEMO_RANGE.endSeconds; seconds += STEP_SECONDS)
    for (const { name, labels, valueAt } of all)
      history.add(name, labels, seconds, valueAt(seconds));
}
