import { METRICS } from "../../components/core/metrics.ts";
import { type GroupBy, observations, percentage, sumBy } from "../../components/core/promql.ts";
import type { Window } from "../../components/core/promql-series.ts";
import { FAILED_CALL } from "./shared.ts";

export const llmCallsBy = (by: GroupBy, window: Window) =>
  sumBy(by, observations(METRICS.llmDuration, window));
/** In percent of the calls. */
export const failedShareBy = (by: GroupBy, window: Window) =>
  percentage(
    sumBy(by, observations(METRICS.llmDuration, window, FAILED_CALL)),
    llmCallsBy(by, window),
  );
