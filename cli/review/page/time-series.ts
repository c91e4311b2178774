import uPlot from "uplot";
import type { ColourStep, DrawnPanel, Range, Series } from "../document.ts";
import { axes, inZone, PADDING } from "./axes.ts";
import { color, faded, seriesColor } from "./colors.ts";
import { element } from "./dom.ts";
import { legend } from "./legend.ts";
import type { Line } from "./line.ts";
import { seriesName } from "./steps.ts";
import type { Zone } from "./times.ts";
import { tooltip } from "./tooltip.ts";

const FILL = 0.08;
const STACKED_FILL = 0.25;
/** Share of the panel that a legend may take. */
const LEGEND_SHARE = 0.36;

/** What a chart over time needs to be told; a panel and a rule both have it. */
export interface Chart {
  readonly lines: readonly Line[];
  readonly unit: string;
  readonly stacked: boolean;
  readonly thresholds: readonly ColourStep[];
}

/** The lines of a panel, in the order of its queries. */
export function chartOf(panel: DrawnPanel): Chart {
  const named = panel.answers.flatMap((series, index) =>
    series.map((one) => ({ ...one, name: nameOf(panel, index, one) })),
  );
  return {
    lines: named.map(({ name, values }, index) => ({ name, values, color: seriesColor(index) })),
    unit: panel.unit,
    stacked: panel.stacked,
    thresholds: panel.lines ? panel.steps : [],
  };
}

function nameOf(panel: DrawnPanel, index: number, { labels }: Series): string {
  return seriesName(panel.queries[index]?.legend ?? "", labels);
}

/** Draws the chart into a box of the page that has its size already. */
export function drawChart(box: HTMLElement, chart: Chart, range: Range, zone: Zone): void {
  const picture = element("div", { class: "picture" });
  const shown = new Set(chart.lines.keys());
  const list = legend(chart.lines, chart.unit, (visible) => {
    visible.forEach((isVisible, index) => {
      if (isVisible) shown.add(index);
      else shown.delete(index);
      plot.setSeries(index + 1, { show: isVisible });
    });
    plot.setData(dataOf(chart, range, shown));
  });
  list.style.maxHeight = `${Math.floor(box.clientHeight * LEGEND_SHARE)}px`;
  box.replaceChildren(picture, list);
  const size = { width: picture.clientWidth, height: box.clientHeight - list.offsetHeight };
  const plot = new uPlot(options(chart, size, zone), dataOf(chart, range, shown), picture);
}

function options(chart: Chart, size: { width: number; height: number }, zone: Zone) {
  const { lines, unit, stacked, thresholds } = chart;
  const series = lines.map(
    ({ name, color: stroke }): uPlot.Series => ({
      label: name,
      stroke,
      width: 1,
      fill: faded(stroke, stacked ? STACKED_FILL : FILL),
      points: { size: 5, fill: stroke },
    }),
  );
  return {
    ...size,
    padding: PADDING,
    legend: { show: false },
    cursor: { sync: { key: "review" }, points: { size: 8 }, drag: { x: true, y: false } },
    scales: { y: { range: (_: uPlot, _min: number | null, max: number | null) => fromZero(max) } },
    axes: axes(unit),
    series: [{}, ...series],
    bands: stacked
      ? lines.slice(1).map((_, i) => ({ series: [i + 2, i + 1] as [number, number] }))
      : [],
    ...inZone(zone),
    plugins: [tooltip(lines, unit, zone)],
    hooks: {
      draw: [
        (u: uPlot) => {
          drawThresholds(u, thresholds);
        },
      ],
    },
  } satisfies uPlot.Options;
}

/** All panels begin at zero, and leave a tenth of room above the highest line. */
function fromZero(max: number | null): uPlot.Range.MinMax {
  const [, high] = uPlot.rangeNum(0, max ?? 1, {
    min: { pad: 0, soft: 0, mode: 1 },
    max: { pad: 0.1, soft: 0, mode: 2 },
  });
  return [0, high ?? 1];
}

/** Lines, summed up from below where they are parts of a whole. Hidden ones take no part. */
function dataOf({ lines, stacked }: Chart, range: Range, shown: ReadonlySet<number>) {
  const { startSeconds, endSeconds, stepSeconds } = range;
  const steps = (endSeconds - startSeconds) / stepSeconds + 1;
  const times = Array.from({ length: steps }, (_, index) => startSeconds + index * stepSeconds);
  const sums = new Array<number>(steps).fill(0);
  const drawn = lines.map(({ values }, line) =>
    stacked && shown.has(line)
      ? values.map((value, at) => (sums[at] = (sums[at] ?? 0) + (value ?? 0)))
      : [...values],
  );
  return [times, ...drawn] as uPlot.AlignedData;
}

const DASH = [10, 10];

/** Grafana draws each step but the lowest as a dashed line in its colour. */
function drawThresholds(plot: uPlot, steps: readonly ColourStep[]): void {
  const { ctx, bbox } = plot;
  const pixels = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = 2 * pixels;
  ctx.setLineDash(DASH.map((length) => length * pixels));
  for (const { from, color: name } of steps) {
    if (from === null) continue;
    const y = Math.round(plot.valToPos(from, "y", true));
    ctx.strokeStyle = faded(color(name), 0.7);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
