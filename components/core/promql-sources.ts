import type { Query } from "./promql.ts";
import { seriesOf } from "./promql-target.ts";
import { SELF_METRICS } from "./self-metrics.ts";

type Source = (typeof SELF_METRICS)[keyof typeof SELF_METRICS]["from"];

/** The parts of the kit whose own metrics a query reads. */
export function sourcesOf(query: Query): ReadonlySet<Source> {
  const names = new Set(metricsIn(query.build()));
  const read = Object.values(SELF_METRICS).filter(({ prometheus, kind }) =>
    seriesOf(prometheus, kind).some((series) => names.has(series)),
  );
  return new Set(read.map(({ from }) => from));
}

/** Every metric that the syntax tree selects. */
function metricsIn(tree: unknown): readonly string[] {
  if (typeof tree !== "object" || tree === null) return [];
  if ("type" in tree && tree.type === "vectorExpr" && "metric" in tree)
    return [String(tree.metric)];
  return Object.values(tree).flatMap(metricsIn);
}
