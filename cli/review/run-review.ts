import { endpointsOf } from "../endpoints.ts";
import { publishedOf } from "../../stacks/docker-plan.ts";
import { Answers } from "./answers.ts";
import { compare, type Side } from "./compare.ts";
import { demoHistory } from "./demo-data.ts";
import { DEMO_RANGE } from "./demo-day.ts";
import { ALERTS_METRIC } from "./demo-self.ts";
import { describeDashboards, type Windows } from "./describe.ts";
import { describeRules } from "./describe-rules.ts";
import type { DataSource, Range, ReviewDocument } from "./document.ts";
import { History } from "./history.ts";
import type { Kit } from "./kit.ts";
import { derivedMetrics, selfMetrics } from "./metric-table.ts";
import { rangeOfData } from "./range.ts";
import { stackName } from "../stack-file.ts";
import { answers, type OwnStore, startStore, type Store, storeAt } from "./store.ts";

export interface ReviewOptions {
  readonly stack: string;
  readonly before?: Kit | undefined;
  readonly after: Kit;
  /** Demo data even where the stack runs. */
  readonly demo: boolean;
  /** Takes one line about where the work stands. */
  readonly report: (line: string) => void;
}

/** Asks both revisions' queries on the same data, and says what differs. */
export async function runReview(options: ReviewOptions): Promise<ReviewDocument> {
  const { before, after, demo } = options;
  const { plan } = after;
  // Names of containers lead nowhere here.
  const here = plan.docker ? { ...plan, addresses: publishedOf(plan.docker) } : plan;
  const { metricsUrl } = endpointsOf(here);
  if (!demo && metricsUrl && (await answers(metricsUrl))) {
    options.report(`reading the data of ${metricsUrl}`);
    const store = storeAt(metricsUrl);
    const range = await rangeOfData(store, Date.now() / 1000);
    return drawn(options, store, range, { kind: "stack", url: metricsUrl });
  }
  options.report("starting a VictoriaMetrics for demo data");
  const store = await startStore(options.report);
  try {
    await fill(store, before ? [before, after] : [after], options.report);
    return await drawn(options, store, DEMO_RANGE, { kind: "demo" });
  } finally {
    await store.stop();
  }
}

/** Demo history of everything that a revision knows, then of the alerts that it makes fire. */
async function fill(store: OwnStore, kits: readonly Kit[], report: ReviewOptions["report"]) {
  report("writing the history of a day");
  const newest = kits.at(-1);
  if (!newest) throw new Error("a review has one revision at least");
  const history = demoHistory(derivedMetrics(kits), selfMetrics(kits), newest.plan.environment);
  await store.write(history.lines());
  report("asking the rules when they fire");
  const rules = await new Answers(store, DEMO_RANGE).rules(describeRules(newest));
  const alerts = new History();
  for (const { name, severity, firing } of rules)
    for (const { labels, fromSeconds, toSeconds } of firing)
      for (let at = fromSeconds; at <= toSeconds; at += 30)
        alerts.add(
          ALERTS_METRIC,
          { alertname: name, alertstate: "firing", severity, ...labels },
          at,
          1,
        );
  await store.write(alerts.lines());
}

async function drawn(
  { stack, before, after, report }: ReviewOptions,
  store: Store,
  range: Range,
  data: DataSource,
): Promise<ReviewDocument> {
  const all = new Answers(store, range);
  const windows = windowsOf(range);
  const side = async (kit: Kit): Promise<Side> => {
    const dashboards = describeDashboards(kit, windows);
    const rules = describeRules(kit);
    report(`asking the queries of ${kit.name}`);
    return { dashboards: await all.dashboards(dashboards), rules: await all.rules(rules) };
  };
  const old = before && (await side(before));
  const now = await side(after);
  return {
    stack: stackName(stack),
    data,
    range,
    shown: after.name,
    comparedWith: before?.name,
    ...now,
    changes: old && compare(old, now),
  };
}

/** What Grafana puts in for its windows over such a range, samples coming every 30 seconds. */
function windowsOf({ startSeconds, endSeconds, stepSeconds }: Range): Windows {
  const resolution = Math.max(30, stepSeconds);
  return {
    step: `${Math.max(4 * 30, resolution + 30)}s`,
    range: `${endSeconds - startSeconds}s`,
    resolution: `${resolution}s`,
  };
}
