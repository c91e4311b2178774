import uPlot from "uplot";
import type { DrawnPanel, Range } from "../document.ts";
import { axes, common, inZone, PADDING, widthOf } from "./axes.ts";
import { type Bucket, bucketsOf } from "./buckets.ts";
import { heatColor } from "./colors.ts";
import { element } from "./dom.ts";
import { formatText } from "./format.ts";
import type { Zone } from "./times.ts";

/** Grafana's exponent: small counts stay visible beside large ones. */
const EXPONENT = 0.5;
const LEAST = 1e-9;
const CELL_GAP = 1;
const SCALE_HEIGHT = 34;

/** Draws the spread over time, one row of cells per bucket, and the scale of its colours. */
export function drawHeatmap(box: HTMLElement, panel: DrawnPanel, range: Range, zone: Zone): void {
  const buckets = bucketsOf(panel.answers[0] ?? []);
  const most = Math.max(...buckets.flatMap(({ counts }) => counts), LEAST);
  const picture = element("div", { class: "picture" });
  box.replaceChildren(picture, scale(most));
  const { startSeconds, endSeconds, stepSeconds } = range;
  const steps = (endSeconds - startSeconds) / stepSeconds + 1;
  const times = Array.from({ length: steps }, (_, index) => startSeconds + index * stepSeconds);
  const [time = common()] = axes(panel.unit);
  new uPlot(
    {
      width: picture.clientWidth,
      height: box.clientHeight - SCALE_HEIGHT,
      padding: PADDING,
      legend: { show: false },
      cursor: { sync: { key: "review" }, y: false, points: { show: false } },
      scales: { y: { range: [0, buckets.length] } },
      axes: [
        time,
        {
          ...common(),
          size: widthOf,
          splits: () => everyFew(buckets.length),
          values: (_, splits) => splits.map((split) => boundText(buckets[split - 1], panel.unit)),
        },
      ],
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
      ...inZone(zone),
      hooks: {
        draw: [
          (plot) => {
            drawCells(plot, buckets, { times, stepSeconds, most });
          },
        ],
      },
    },
    [times, times.map(() => 0)],
    picture,
  );
}

/** Bounds to label: as many as there is room for. */
function everyFew(buckets: number): number[] {
  const every = Math.ceil(buckets / 8);
  return Array.from({ length: Math.floor(buckets / every) }, (_, index) => (index + 1) * every);
}

function boundText(bucket: Bucket | undefined, unit: string): string {
  if (!bucket) return "";
  return Number.isFinite(bucket.bound) ? formatText(bucket.bound, unit) : "+Inf";
}

interface Cells {
  readonly times: readonly number[];
  readonly stepSeconds: number;
  readonly most: number;
}

function drawCells(plot: uPlot, buckets: readonly Bucket[], { times, stepSeconds, most }: Cells) {
  const { ctx, bbox } = plot;
  const gap = CELL_GAP * devicePixelRatio;
  const across = (seconds: number) => plot.valToPos(seconds, "x", true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  buckets.forEach(({ counts }, index) => {
    const top = plot.valToPos(index + 1, "y", true);
    const height = plot.valToPos(index, "y", true) - top - gap;
    counts.forEach((count, at) => {
      if (count <= LEAST) return;
      const end = times[at] ?? 0;
      const left = across(end - stepSeconds);
      ctx.fillStyle = heatColor((count / most) ** EXPONENT);
      ctx.fillRect(left, top, Math.max(1, across(end) - left - gap), height);
    });
  });
  ctx.restore();
}

/** What the colours mean, from nothing to most. */
function scale(most: number): HTMLElement {
  const bar = element("div", { class: "bar" });
  const stops = Array.from({ length: 17 }, (_, index) => heatColor((index / 16) ** EXPONENT));
  bar.style.backgroundImage = `linear-gradient(to right, ${stops.join(", ")})`;
  const ends = element(
    "div",
    { class: "ends" },
    ...[0, most / 4, most / 2, (3 * most) / 4, most].map((value) =>
      element("span", { text: formatText(Number(value.toPrecision(3)), "short") }),
    ),
  );
  return element("div", { class: "scale" }, bar, ends);
}
