import type { ColourStep } from "../document.ts";

/** Name of the colour that a value has: that of the last step that it reaches. */
export function stepColor(steps: readonly ColourStep[], value: number | null): string {
  const reached = steps.filter(({ from }) => from === null || (value !== null && value >= from));
  return reached.at(-1)?.color ?? "text";
}

/** `green, from 1 orange, from 5 red` */
export function stepsText(steps: readonly ColourStep[]): string {
  if (steps.length === 0) return "none";
  return steps
    .map(({ from, color }) => (from === null ? color : `from ${from} ${color}`))
    .join(", ");
}

/** The legend with the values of a series' labels in it. */
export function seriesName(legend: string, labels: Readonly<Record<string, string>>): string {
  return legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? "");
}
