import { attributesOf, type Metrics, type Plain, shown } from "../otlp.ts";

/** One sample of a series as a Prometheus-like store has it. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly millis: number;
  readonly value: number;
}

interface Point {
  readonly attributes?: Parameters<typeof attributesOf>[0];
  readonly timeUnixNano: string;
  readonly asInt?: string | number;
  readonly asDouble?: number;
  readonly count?: string | number;
  readonly sum?: number;
  readonly bucketCounts?: readonly (string | number)[];
  readonly explicitBounds?: readonly number[];
}

const UNITS: Readonly<Record<string, string>> = { s: "_seconds", "%": "_percent" };

/**
 * OTLP as such stores name it.
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1
 *
 * @param lost OpenTelemetry name of a metric that did not make it
 */
export function samplesOf(batches: readonly Metrics[], lost?: string): Sample[] {
  return batches.flatMap(({ resourceMetrics }) =>
    resourceMetrics.flatMap(({ resource, scopeMetrics }) => {
      const common = labelsOf(attributesOf(resource?.attributes));
      return scopeMetrics.flatMap(({ metrics }) =>
        metrics
          .filter(({ name }) => name !== lost)
          .flatMap(({ name, unit = "", sum, gauge, histogram }) => {
            const base = named(name, unit, sum !== undefined);
            const points = ((sum ?? gauge ?? histogram)?.dataPoints ?? []) as unknown as Point[];
            return points.flatMap((point) => {
              const labels = { ...common, ...labelsOf(attributesOf(point.attributes)) };
              const millis = Number(BigInt(point.timeUnixNano) / 1_000_000n);
              const one = (suffix: string, value: number, more = {}): Sample => ({
                labels: { __name__: `${base}${suffix}`, ...labels, ...more },
                millis,
                value,
              });
              return histogram
                ? histogramSamples(point, one)
                : [one("", Number(point.asInt ?? point.asDouble))];
            });
          }),
      );
    }),
  );
}

function histogramSamples(
  { count, sum = 0, bucketCounts = [], explicitBounds = [] }: Point,
  one: (suffix: string, value: number, more?: object) => Sample,
): Sample[] {
  let total = 0;
  const buckets = explicitBounds.map((bound, index) => {
    total += Number(bucketCounts[index] ?? 0);
    return one("_bucket", total, { le: String(bound) });
  });
  const all = Number(count);
  return [...buckets, one("_bucket", all, { le: "+Inf" }), one("_sum", sum), one("_count", all)];
}

function named(name: string, unit: string, counter: boolean): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_:]/g, "_");
  const suffix = UNITS[unit] ?? "";
  return `${plain}${plain.endsWith(suffix) ? "" : suffix}${counter ? "_total" : ""}`;
}

const labelsOf = (attributes: Readonly<Record<string, Plain>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key.replaceAll(/[^A-Za-z0-9_]/g, "_"),
      shown(value),
    ]),
  );
