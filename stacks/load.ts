import { LABELS, type Label, METRICS } from "../components/core/metrics.ts";
import { MAX_SERIES_PER_METRIC, SCRAPE_EVERY_SECONDS } from "./intervals.ts";
import { flushSeconds } from "./own-metrics.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";
import type { Sizes } from "./sizes.ts";

/** What one of the kit's own parts says about itself, counted at the stores, which say most. */
const SELF_SERIES = 1000;
/** A histogram's `_sum`, `_count` and its last bucket, besides one series for each bound. */
const HISTOGRAM_EXTRA = 3;
const HOURS_PER_DAY = 24;

/** What the declared traffic means for the stores behind the collector. */
export interface Load {
  readonly spansPerSecond: number;
  /** What sampling lets through, on average. */
  readonly keptSpansPerSecond: number;
  /** Seconds of a day with traffic as declared. */
  readonly busySecondsPerDay: number;
  /** Data points that one gateway sends at each flush: a histogram is one. */
  readonly pointsPerFlush: number;
  readonly activeSeries: number;
  readonly samplesPerSecond: number;
  readonly how: Readonly<
    Record<"keptSpansPerSecond" | "activeSeries" | "samplesPerSecond", string>
  >;
}

/** How much the stores get, and how much of it they keep. */
export function loadOf(settings: Settings, sizes: Sizes): Load {
  const { traffic } = settings;
  const scraped = runningFor(settings).reduce((all, { replicas }) => all + replicas, 0);
  const spansPerSecond = Math.ceil((traffic.runsPerMinute * traffic.spansPerRun) / 60);
  const kept = keptShare(settings);
  const { points, series } = countsOf(settings);
  const flush = flushSeconds(settings);
  const derived = sizes.gateways * series;
  const self = scraped * SELF_SERIES;
  return {
    spansPerSecond,
    keptSpansPerSecond: Math.ceil(spansPerSecond * kept.share),
    busySecondsPerDay: (traffic.busyHoursPerDay / HOURS_PER_DAY) * 86_400,
    pointsPerFlush: points,
    activeSeries: derived + self,
    samplesPerSecond: Math.ceil(derived / flush + self / SCRAPE_EVERY_SECONDS),
    how: {
      keptSpansPerSecond: `${spansPerSecond} spans/s × ${kept.how}`,
      activeSeries: `${sizes.gateways} gateways × ${series} series of ${agentsOf(settings)} agents with ${traffic.toolsPerAgent} tools and ${traffic.modelsPerAgent} models each + ${scraped} parts × ${SELF_SERIES} series about themselves`,
      samplesPerSecond: `${derived} series ÷ ${flush} s + ${self} series ÷ ${SCRAPE_EVERY_SECONDS} s`,
    },
  };
}

function keptShare({ sampling, traffic }: Settings): { share: number; how: string } {
  const { baselinePercent, fullUntil } = sampling;
  if (fullUntil !== undefined) return { share: 1, how: `100 % until ${fullUntil}` };
  const always = traffic.alwaysKeptPercent;
  const share = (always + ((100 - always) * baselinePercent) / 100) / 100;
  return { share, how: `(${always} % kept always + ${baselinePercent} % of the others)` };
}

/** A declared agent counts, whatever the traffic says. */
const agentsOf = ({ traffic, agents }: Settings): number => Math.max(traffic.agents, agents.length);

/** Data points and series of one gateway: the values of a metric's labels multiply, up to the cap. */
function countsOf(settings: Settings): { points: number; series: number } {
  const values = valuesOf(settings);
  let [points, series] = [0, 0];
  for (const metric of Object.values(METRICS)) {
    const combinations = metric.labels.reduce<number>((all, label) => all * values[label], 1);
    const own = Math.min(MAX_SERIES_PER_METRIC, combinations);
    points += own;
    series += own * ("buckets" in metric ? metric.buckets.length + HISTOGRAM_EXTRA : 1);
  }
  return { points, series };
}

/** How many values a label ordinarily takes, for one value of the labels before it. */
function valuesOf(settings: Settings): Readonly<Record<Label, number>> {
  const { toolsPerAgent, modelsPerAgent } = settings.traffic;
  const one = Object.fromEntries(Object.keys(LABELS).map((label) => [label, 1]));
  return {
    ...(one as Record<Label, number>),
    gen_ai_agent_name: agentsOf(settings),
    gen_ai_request_model: modelsPerAgent,
    gen_ai_tool_name: toolsPerAgent,
    // Chat and one other, such as embeddings; without an error and with one.
    gen_ai_operation_name: 2,
    error_type: 2,
    status: 2,
    gen_ai_token_type: 5,
    reason: 3,
    where: 4,
    attribute: 10,
  };
}
