import { count, gt, labelReplace, mul, n, or, roundTo } from "@grafana/promql-builder";
import { type GroupBy, type Query, sumBy } from "./promql.ts";

/** Label that tells joined queries apart: `counted`. */
const NUMBER = "number";

/** How many of the queries have an answer, for each combination of labels `by`. */
export function counted(by: GroupBy, queries: Readonly<Record<string, Query>>): Query {
  const named: Query[] = Object.entries(queries).map(([name, query]) =>
    labelReplace(gt(sumBy(by, query), n(0)), NUMBER, name, "", ""),
  );
  return count(named.reduce((all, one) => or(all, one))).by([...by]);
}

/** The query's answer; 0 for those of `of` that have none. */
export function orZero(query: Query, of: Query): Query {
  return or(query, mul(n(0), of));
}

/** Rounded to so many decimals. */
export function round(query: Query, decimals: number): Query {
  return roundTo(query, 10 ** -decimals);
}
