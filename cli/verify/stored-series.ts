import { METRICS } from "../../components/core/metrics.ts";
import { VERIFY_AGENT } from "../../components/core/names.ts";
import { getText } from "./poll.ts";

/** Raw samples of one series, oldest first; `time` in Unix milliseconds. */
export interface StoredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly { readonly value: number; readonly time: number }[];
}

/**
 * Every sample of the verify agent, and of the one metric without agents, since a time, as VictoriaMetrics stored it: queries would leave
 * out the newest ones (`-search.latencyOffset`) and those of idle series.
 * https://docs.victoriametrics.com/victoriametrics/#how-to-export-data-in-json-line-format
 */
export async function storedSeries(
  metricsUrl: string,
  sinceMillis: number,
): Promise<StoredSeries[]> {
  const url = new URL(`${metricsUrl}/api/v1/export`);
  url.searchParams.append("match[]", `{gen_ai_agent_name="${VERIFY_AGENT}"}`);
  url.searchParams.append("match[]", METRICS.valuesBounded.prometheus);
  url.searchParams.set("start", String(Math.floor(sinceMillis / 1000)));
  const text = await getText(url);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const series = JSON.parse(line) as {
        metric: Record<string, string>;
        values: (number | null)[];
        timestamps: number[];
      };
      // Null marks where a series went stale: not a value.
      const samples = series.values.flatMap((value, index) =>
        value === null ? [] : [{ value, time: series.timestamps[index] ?? 0 }],
      );
      return { labels: series.metric, samples };
    });
}

/** When a run was sent, and since when the collector counts: it starts from zero. Unix milliseconds. */
export interface CountedFrom {
  readonly sentMillis: number;
  readonly collectorStartMillis: number;
}

/** By how much a counter grew through the run, whether it was idle, new or restarted before. */
export function growth(series: StoredSeries, from: CountedFrom): number {
  let last = 0;
  let sum = 0;
  for (const { value, time } of series.samples) {
    if (time < from.sentMillis) {
      // A value from before the collector's start says nothing about what it counts now.
      last = time < from.collectorStartMillis ? 0 : value;
    } else {
      sum += value >= last ? value - last : value;
      last = value;
    }
  }
  return sum;
}
