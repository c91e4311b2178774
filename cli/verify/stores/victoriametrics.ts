import { METRICS } from "../../../components/core/metrics.ts";
import { VERIFY_AGENT } from "../../../components/core/names.ts";
import { ask, askJson, type Backend } from "../ask.ts";
import type { StoredSeries } from "../stored-series.ts";
import { exactly } from "./samples.ts";
import type { MetricStore } from "./store.ts";

interface Names {
  readonly data: readonly string[];
}

/**
 * The samples as VictoriaMetrics stored them: queries would leave out the newest ones
 * (`-search.latencyOffset`) and those of idle series.
 * https://docs.victoriametrics.com/victoriametrics/#how-to-export-data-in-json-line-format
 */
export function victoriaMetrics(title: string, backend: Backend): MetricStore {
  return exactly(title, {
    since: async (sinceMillis) => {
      const agent = `{gen_ai_agent_name="${VERIFY_AGENT}"}`;
      const query = {
        "match[]": [agent, METRICS.valuesBounded.prometheus],
        start: seconds(sinceMillis),
      };
      const text = await ask(backend, { path: "/api/v1/export", query });
      if (text === undefined) throw new Error(`${backend.url}/api/v1/export answers 404`);
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map(seriesIn);
    },
    labelText: async (sinceMillis) => {
      const query = { start: seconds(sinceMillis) };
      const labels = (await askJson<Names>(backend, { path: "/api/v1/labels", query })).data;
      const values = await Promise.all(
        labels.map((label) =>
          askJson<Names>(backend, {
            path: `/api/v1/label/${encodeURIComponent(label)}/values`,
            query,
          }),
        ),
      );
      return labels.length === 0 ? "" : JSON.stringify([labels, values.map(({ data }) => data)]);
    },
  });
}

const seconds = (millis: number): string => String(Math.floor(millis / 1000));

function seriesIn(line: string): StoredSeries {
  const series = JSON.parse(line) as {
    readonly metric: Readonly<Record<string, string>>;
    readonly values: readonly (number | null)[];
    readonly timestamps: readonly number[];
  };
  // Null marks where a series went stale: not a value.
  const samples = series.values.flatMap((value, index) =>
    value === null ? [] : [{ value, time: series.timestamps[index] ?? 0 }],
  );
  return { labels: series.metric, samples };
}
