import { clampMin, mul, n, or, sub } from "@grafana/promql-builder";
import { increase, type Query, sumBy } from "../components/core/promql.ts";
import { growthLostInRestarts } from "../components/core/promql-time.ts";
import { SELF_METRICS } from "../components/core/self-metrics.ts";

/** A query whose answer is stored under a name of its own: dashboards and rules read that. */
export interface Recording {
  /** As the metrics table has it. */
  readonly record: string;
  readonly query: Query;
}

/** How far back a loss is looked for, and for how long it therefore shows. */
const WINDOW_SECONDS = 3600;

/** What no part of the pipeline counts itself, because whoever would has been killed. */
export const RECORDINGS: readonly Recording[] = [samplingTracesLost(), tierSpansLost()];

/**
 * Traces that waited in a sampling buffer when its collector ended. Every trace that came was
 * decided on, pushed out, too large, or still waits: what is missing in that sum after a restart was
 * in memory. Counted as of the last scrape before the end, so a planned stop counts too, although it
 * decides on what waits. A store takes a counter that falls by less than an eighth for jitter: of a
 * collector that ends again within minutes of its start the number says nothing.
 */
function samplingTracesLost(): Recording {
  const gone = (metric: Parameters<typeof growthLostInRestarts>[0]) =>
    sumBy(["instance"], growthLostInRestarts(metric, WINDOW_SECONDS));
  const received = gone(SELF_METRICS.tracesReceived);
  // A counter that never counted has no series.
  const orNone = (query: Query) => or(query, mul(n(0), received));
  const { tracesSampled, tracesDroppedEarly, tracesTooLarge } = SELF_METRICS;
  const lost = [tracesSampled, tracesDroppedEarly, tracesTooLarge].reduce<Query>(
    (rest, metric) => sub(rest, orNone(gone(metric))),
    received,
  );
  return { record: SELF_METRICS.samplingTracesLost.prometheus, query: clampMin(lost, 0) };
}

/**
 * Spans that gateways sent to the second tier and that no sampler reports as taken. The exporters
 * behind the routing have no metrics of their own: when one gives up after its last retry, this is
 * the only trace of it. What is under way counts too, and what a sampler took after its last scrape
 * before a kill.
 */
function tierSpansLost(): Recording {
  const { spansSent, spansAccepted } = SELF_METRICS;
  const sent = increase(spansSent, WINDOW_SECONDS, { exporter: "load_balancing/samplers" });
  const taken = increase(spansAccepted, WINDOW_SECONDS, { receiver: "otlp/gateways" });
  const missing = sub(sumBy([], sent), sumBy([], taken));
  return { record: SELF_METRICS.tierSpansLost.prometheus, query: clampMin(missing, 0) };
}
