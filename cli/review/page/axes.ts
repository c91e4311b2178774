import uPlot from "uplot";
import { isDark } from "./colors.ts";
import { formatText } from "./format.ts";
import type { Zone } from "./times.ts";

const FONT = '12px Inter, "Helvetica Neue", Arial, sans-serif';

/** Between an axis and its labels, and as much room as Grafana leaves around them. */
const GAP = 5;
const TIME_AXIS_HEIGHT = 24;
const NARROWEST = 30;
/** Top, right, bottom and left of a plot. */
export const PADDING: uPlot.Padding = [8, 18, 0, 0];

function gridColor(): string {
  return isDark() ? "rgba(240, 250, 255, 0.09)" : "rgba(0, 10, 23, 0.09)";
}

function textColor(): string {
  return isDark() ? "rgba(204, 204, 220, 0.65)" : "rgba(36, 41, 46, 0.75)";
}

/** The time below, and the values to the left in their unit. */
export function axes(unit: string): uPlot.Axis[] {
  return [
    { ...common(), size: TIME_AXIS_HEIGHT, space: 48, values: TIMES },
    {
      ...common(),
      size: widthOf,
      space: 32,
      values: (_, splits) => valueTexts(splits, unit),
    },
  ];
}

export function common(): uPlot.Axis {
  return {
    font: FONT,
    gap: GAP,
    stroke: textColor(),
    grid: { stroke: gridColor(), width: 1 },
    ticks: { show: false },
    border: { show: false },
  };
}

/** Hours and minutes; seconds where the steps are shorter. */
const TIMES: uPlot.Axis.Values = [
  [60, "{HH}:{mm}", null, null, null, null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", null, null, null, null, null, null, 1],
];

/** All labels of an axis have as many decimals as the distance between two of them. */
function valueTexts(splits: readonly number[], unit: string): string[] {
  const [first = 0, second = first] = splits;
  const [, digits = ""] = String(Number((second - first).toPrecision(6))).split(".");
  return splits.map((value) =>
    formatText(value, unit, Math.abs(value) < 1000 && value !== 0 ? digits.length : undefined),
  );
}

/** As wide as the longest label. */
export function widthOf(plot: uPlot, values: readonly string[] | null): number {
  plot.ctx.save();
  plot.ctx.font = FONT;
  const widest = Math.max(0, ...(values ?? []).map((text) => plot.ctx.measureText(text).width));
  plot.ctx.restore();
  return Math.max(NARROWEST, Math.ceil(widest) + 2 * GAP + 3);
}

/** The clock of the time axis: the browser's own, unless a zone is given. */
export function inZone(zone: Zone): Pick<uPlot.Options, "tzDate"> {
  return zone ? { tzDate: (time) => uPlot.tzDate(new Date(time * 1000), `Etc/${zone}`) } : {};
}
