import { VERIFY_AGENT } from "../../../components/core/names.ts";
import { METRICS } from "../../../components/core/metrics.ts";
import { askJson, type Backend } from "../ask.ts";
import type { StoredSeries } from "../stored-series.ts";
import { exactly } from "./samples.ts";
import type { MetricStore } from "./store.ts";

interface Matrix {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [seconds: number, value: string])[];
    }[];
  };
}
interface LabelSets {
  readonly data: readonly Readonly<Record<string, string>>[];
  /** Where a limit of the server cuts the answer. */
  readonly warnings?: readonly string[];
}

/** Of these only: others may keep their metrics in the same store. */
const OWN = '{__name__=~"(agent|gen_ai)_.+"}';
/** Longer ranges are refused by stores that many share. */
const LONGEST_SECONDS = 30 * 24 * 3600;

/**
 * The Prometheus API: Prometheus, and what speaks as it does. A range selector gives the samples as
 * they are stored, first ones and all: `increase()` would miss those.
 * https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export function prometheusMetrics(title: string, backend: Backend): MetricStore {
  const samples = async (selector: string, sinceMillis: number): Promise<StoredSeries[]> => {
    const age = Math.ceil((Date.now() - sinceMillis) / 1000) + 1;
    const query = `${selector}[${Math.min(age, LONGEST_SECONDS)}s]`;
    const { data } = await askJson<Matrix>(backend, { path: "/api/v1/query", query: { query } });
    return data.result.map(({ metric, values }) => ({
      labels: metric,
      samples: values.map(([seconds, value]) => ({ time: seconds * 1000, value: Number(value) })),
    }));
  };
  return exactly(title, {
    since: async (sinceMillis) => [
      ...(await samples(`{gen_ai_agent_name="${VERIFY_AGENT}"}`, sinceMillis)),
      ...(await samples(METRICS.valuesBounded.prometheus, sinceMillis)),
    ],
    labelText: async (sinceMillis) => {
      const query = {
        "match[]": OWN,
        start: String(Math.floor(sinceMillis / 1000)),
        end: String(Math.ceil(Date.now() / 1000)),
      };
      const answer = await askJson<LabelSets>(backend, { path: "/api/v1/series", query });
      const [cut] = answer.warnings ?? [];
      if (cut !== undefined) throw new Error(`${title} does not show every series: ${cut}`);
      return answer.data.length === 0 ? "" : JSON.stringify(answer.data);
    },
  });
}
