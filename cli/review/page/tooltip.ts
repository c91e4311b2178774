import type uPlot from "uplot";
import { element } from "./dom.ts";
import { formatText } from "./format.ts";
import type { Line } from "./line.ts";
import { dayAndTime, type Zone } from "./times.ts";

const DISTANCE = 12;
const MOST = 12;

/** All values at the time under the mouse, the largest first. */
export function tooltip(lines: readonly Line[], unit: string, zone: Zone): uPlot.Plugin {
  const box = element("div", { class: "tooltip" });
  const show = (plot: uPlot) => {
    const { idx, left = -1, top = -1 } = plot.cursor;
    const time = plot.data[0][idx ?? -1];
    // Charts share their cursor; only the one under the mouse tells the values.
    if (idx === null || idx === undefined || time === undefined || !plot.over.matches(":hover")) {
      box.hidden = true;
      return;
    }
    const rows = lines
      .filter((_, index) => plot.series[index + 1]?.show)
      .map((line) => ({ ...line, value: line.values[idx] ?? null }))
      .filter(({ value }) => value !== null)
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
      .slice(0, MOST)
      .map(({ name, color, value }) => row(name, color, formatText(value, unit)));
    box.replaceChildren(element("div", { class: "time", text: dayAndTime(time, zone) }), ...rows);
    box.hidden = false;
    const width = plot.over.clientWidth;
    const toTheLeft = left + box.offsetWidth + DISTANCE > width;
    box.style.left = `${toTheLeft ? left - box.offsetWidth - DISTANCE : left + DISTANCE}px`;
    box.style.top = `${Math.max(0, top - box.offsetHeight / 2)}px`;
  };
  return {
    hooks: {
      init: (plot) => {
        box.hidden = true;
        plot.over.append(box);
      },
      setCursor: show,
    },
  };
}

function row(name: string, color: string, value: string): HTMLElement {
  const dash = element("i", { class: "dash" });
  dash.style.backgroundColor = color;
  return element(
    "div",
    { class: "row" },
    dash,
    element("span", { class: "name", text: name }),
    element("b", { text: value }),
  );
}
