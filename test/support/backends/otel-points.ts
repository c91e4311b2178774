import { attributesOf, type Metrics, type Plain } from "../otlp.ts";

/** Every point of a counter or a gauge: its attributes, and its value by the metric's own name. */
export function otelPoints(
  batches: readonly Metrics[],
  lost?: string,
): Record<string, Plain | undefined>[] {
  return batches.flatMap(({ resourceMetrics }) =>
    resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) =>
        metrics
          .filter(({ name }) => name !== lost)
          .flatMap(({ name, sum, gauge }) =>
            ((sum ?? gauge)?.dataPoints ?? []).map((point) => ({
              ...attributesOf(resource?.attributes),
              ...attributesOf(point.attributes),
              [name]: Number(point.asInt ?? point.asDouble),
            })),
          ),
      ),
    ),
  );
}
