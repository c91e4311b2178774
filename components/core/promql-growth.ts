import type { FuncCallExpr, VectorExpr } from "@grafana/promql-builder";
import { labelsOf, type QueryTarget, selector, windowText } from "./promql-target.ts";
import { SELF_METRICS } from "./self-metrics.ts";

/**
 * How long the last value of an idle counter is carried forward, in hours. The collector sends a
 * counter only when it moves, and drops it after 24 idle hours: longer than that, so that a counter
 * that comes back is known either by its last value or as restarted.
 */
const CARRY_HOURS = 25;

/**
 * `increase` and `rate` of a derived counter; undefined for anything else. Of the kit's own counters
 * only the increase: they come all the time, so their rate needs no carrying, but those that count
 * failures appear with the first one.
 *
 * In VictoriaMetrics a counter's growth is `increase_pure` over carried-forward values. Plain
 * `increase` sees 0 in a counter whose first value is its only one, and `increase_pure` takes all
 * that an agent ever did for growth when its last sample is older than the window and 5 minutes:
 * https://docs.victoriametrics.com/victoriametrics/metricsql/#increase_pure
 * Prometheus' `increase` needs two samples in the window: it misses the first of a new counter, and
 * all that a counter did that moves less often than that. There growth is a difference of two
 * values: `grownInPrometheus`. See docs/decisions/0022.
 */
export function growth(expr: FuncCallExpr, target: QueryTarget): string | undefined {
  const [counter] = expr.args;
  const { dialect } = target;
  const grows = expr.function === "increase" || expr.function === "rate";
  if (!grows || counter?.type !== "vectorExpr" || dialect === "neutral") return undefined;
  const isOwn = expr.function === "increase" && OWN_SERIES.has(counter.metric);
  if (!isOwn && !labelsOf(counter.metric)) return undefined;
  if (expr.function === "increase" && dialect === "prometheus")
    return grownInPrometheus(counter, target);
  const name = expr.function === "increase" ? "increase_pure" : "rate";
  const carried = `last_over_time(${selector(counter, target)}[${CARRY_HOURS}h])`;
  return `${name}(${carried}[${windowText(counter.range, target)}:${resolution(counter.range, target)}])`;
}

/**
 * What a counter has now less what it had when the window began, however long it has rested since:
 * exact, nothing is extrapolated. One that was not there then began in the window, and one that is
 * lower now began anew: all that it has is growth. Over a restart within the window Prometheus' own
 * `increase` sums up the two parts, and estimates.
 */
function grownInPrometheus(counter: VectorExpr, target: QueryTarget): string {
  const of = selector(counter, target);
  const window = windowText(counter.range, target);
  const now = `last_over_time(${of}[${window}])`;
  const before = `last_over_time(${of}[${CARRY_HOURS}h] offset ${window})`;
  const restarted = `increase(${of}[${window}]) and resets(${of}[${window}]) > 0`;
  return `(${restarted} or ${now} - ${before} >= 0 or ${now} or 0 * ${before})`;
}

const OWN_SERIES = new Set<string>(Object.values(SELF_METRICS).map(({ prometheus }) => prometheus));

/**
 * How finely carried values are looked at: a tenth of the window, from 5 to 30 seconds. Over the
 * steps of a subquery, of which there are many, a twelfth of a step.
 */
function resolution(range: string, { windows, stepSeconds }: QueryTarget): string {
  if (windows && (range === "step" || range === "range")) return windows.resolution;
  if (stepSeconds) return `${Math.max(5, Math.floor(stepSeconds / 12))}s`;
  return `${Math.min(30, Math.max(5, Math.floor(Number.parseInt(range) / 10)))}s`;
}
