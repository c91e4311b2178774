/** One line of a chart: a value per step, null where there is none. */
export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly color: string;
}

/** Last, mean and largest value, of those that are there. */
export function summary(values: readonly (number | null)[]): readonly (number | null)[] {
  const there = values.filter((value) => value !== null);
  const last = there.at(-1);
  if (last === undefined) return [null, null, null];
  const sum = there.reduce((total, value) => total + value, 0);
  return [last, sum / there.length, Math.max(...there)];
}
