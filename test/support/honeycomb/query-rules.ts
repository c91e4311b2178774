import type { Dataset } from "./store.ts";
import type { Op, Query } from "./schemas.ts";

/**
 * What a dataset makes of a query, in the words of the API where they are known.
 * https://github.com/honeycombio/terraform-provider-honeycombio: the tests of queries over metrics
 */
export function queryRefusal(query: Query, { columns, type }: Dataset): string | undefined {
  const { calculations = [], breakdowns = [], havings = [], filters = [] } = query;
  if (type === "metrics" && calculations.length === 0)
    return "metrics datasets require at least one calculation";
  for (const { op, column } of calculations) {
    if (type === "metrics" && NOT_FOR_METRICS.includes(op))
      return `operation not allowed in metrics dataset: ${op}`;
    if (type === "events" && ONLY_METRICS.includes(op))
      return `operation only allowed in metrics dataset: ${op}`;
    if (column === undefined && !OPTIONAL.includes(op)) return `${op} requires a column`;
    if (op === "HISTOGRAM_COUNT" && columns.get(column ?? "")?.type !== "histogram")
      return `HISTOGRAM_COUNT needs a histogram, and ${column ?? ""} is none`;
  }
  const named = [
    ...breakdowns,
    ...[
      ...calculations,
      ...calculations.flatMap((one) => one.filters ?? []),
      ...filters,
      ...havings,
    ].flatMap(({ column }) => column ?? []),
  ];
  const unknown = named.find((column) => !columns.has(column));
  if (unknown !== undefined) return `unknown column: ${unknown}`;
  const { granularity, time_range: range } = query;
  if (granularity !== undefined && (granularity > range || granularity < range / 1000))
    return `granularity ${granularity} is not within the time range`;
  for (const { calculate_op: op, column } of havings)
    if (!calculations.some((one) => one.op === op && one.column === column))
      return "a having needs its calculation";
  return formulaRefusal(query);
}

const NOT_FOR_METRICS: readonly Op[] = ["COUNT", "RATE_SUM", "RATE_AVG", "RATE_MAX", "CONCURRENCY"];
const ONLY_METRICS: readonly Op[] = ["COUNT_DATAPOINTS", "HISTOGRAM_COUNT"];
const OPTIONAL: readonly Op[] = ["COUNT", "COUNT_DATAPOINTS", "CONCURRENCY"];

/** https://docs.honeycomb.io/reference/derived-column-formula */
const FUNCTIONS = ["IF", "GTE", "LT", "MUL", "DIV", "ADD", "SUB"];

function formulaRefusal({ formulas = [], calculations = [] }: Query): string | undefined {
  for (const { expression } of formulas) {
    for (const [, name] of expression.matchAll(/\$([a-z_.]+)/g))
      if (!calculations.some((one) => one.name === name))
        return `unknown calculation: ${name ?? ""}`;
    for (const [, name] of expression.matchAll(/([A-Z]+)\(/g))
      if (!FUNCTIONS.includes(name ?? "")) return `unknown function: ${name ?? ""}`;
  }
  return undefined;
}

/**
 * The subset of queries that a trigger takes.
 * https://registry.terraform.io/providers/honeycombio/honeycombio/latest/docs/resources/trigger
 */
export function triggerRefusal(query: Query, frequency: number): string | undefined {
  const { calculations = [], formulas = [], filters = [], havings = [] } = query;
  if (calculations.some(({ op }) => op === "HEATMAP" || op === "CONCURRENCY"))
    return "trigger queries cannot use HEATMAP or CONCURRENCY calculations";
  for (const key of ["orders", "limit", "start_time", "end_time"] as const)
    if (query[key] !== undefined) return `trigger queries cannot use ${key}`;
  if (havings.length > 1) return "trigger queries support at most 1 having clause";
  if (formulas.length > 1) return "trigger queries support at most 1 formula";
  const named = calculations.some((one) => one.name !== undefined || one.filters !== undefined);
  if (named && filters.length > 0)
    return "trigger queries cannot use global filters when calculations have names or filters";
  const counted = calculations.filter(
    ({ op, column }) => !havings.some((one) => one.calculate_op === op && one.column === column),
  );
  if (formulas.length === 0 && (named || counted.length !== 1))
    return "trigger queries must contain a single calculation";
  if (query.time_range > 4 * frequency) return "duration must be at most 4 times the frequency";
  if (query.time_range > 86_400) return "duration must be at most 1 day";
  return undefined;
}
