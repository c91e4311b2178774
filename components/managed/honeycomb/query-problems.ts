import type { Problem } from "../../core/errors.ts";
import type { Query } from "./api.ts";

/**
 * What a trigger's query may be: one calculation beside that of a condition, or one formula over named
 * ones, which then hold all the filters.
 * https://registry.terraform.io/providers/honeycombio/honeycombio/latest/docs/resources/trigger
 */
export function queryProblems(where: string, query: Query): Problem[] {
  const { calculations, formulas = [], filters = [], havings = [] } = query;
  const problems: Problem[] = [];
  const wrong = (what: string) =>
    problems.push({ where, what, fix: "the kit made it so: report it as a bug, with these lines" });
  const conditional = havings.map(({ calculate_op: op, column }) => `${op} ${column}`);
  const counted = calculations.filter(({ op, column }) => !conditional.includes(`${op} ${column}`));
  const named = calculations.some((one) => one.name !== undefined || one.filters !== undefined);
  if (formulas.length > 1) wrong("has more than one formula");
  if (havings.length > 1) wrong("has more than one condition");
  if (formulas.length === 0 && counted.length !== 1) wrong("has more than one calculation");
  if (formulas.length === 0 && named) wrong("names a calculation that no formula uses");
  if (named && filters.length > 0) wrong("filters as a whole what it also filters by calculation");
  return problems;
}

/** Every column that a query names. */
export function columnsOf({ calculations, filters = [], breakdowns = [] }: Query): string[] {
  const filtered = [filters, ...calculations.map((one) => one.filters ?? [])].flat();
  return [...breakdowns, ...[...calculations, ...filtered].map(({ column }) => column)];
}
