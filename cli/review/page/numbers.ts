import type { ColumnView, DrawnPanel, Series } from "../document.ts";
import { color, faded } from "./colors.ts";
import { element } from "./dom.ts";
import { format, formatText } from "./format.ts";
import { seriesName, stepColor } from "./steps.ts";

/** Of the room that a number has, as Grafana's own sizes come out. */
const LARGEST_PIXELS = 60;
const CHARACTER_SHARE = 0.62;

const lastOf = (series: Series | undefined) => series?.values.at(-1) ?? null;

/** One number, as large as there is room. */
export function drawStat(box: HTMLElement, panel: DrawnPanel): void {
  const value = lastOf(panel.answers[0]?.[0]);
  const shown =
    value === null ? { prefix: "", text: panel.noValue, suffix: "" } : format(value, panel.unit);
  const characters = shown.prefix.length + shown.text.length + 0.8 * shown.suffix.length;
  const fits = box.clientWidth / (characters * CHARACTER_SHARE + 0.5);
  const number = element(
    "div",
    { class: "stat" },
    element("span", { text: shown.prefix + shown.text }),
    element("span", { class: "unit", text: shown.suffix }),
  );
  number.style.fontSize = `${Math.min(LARGEST_PIXELS, box.clientHeight * 0.6, fits)}px`;
  number.style.color = color(value === null ? "text" : stepColor(panel.steps, value));
  box.replaceChildren(number);
}

/** One bar per series, the largest first as long as Grafana draws them: as they come. */
export function drawBars(box: HTMLElement, panel: DrawnPanel): void {
  const series = panel.answers[0] ?? [];
  const most = Math.max(...series.map((one) => lastOf(one) ?? 0), 0);
  const rows = series.flatMap((one) => {
    const value = lastOf(one);
    const hue = color(stepColor(panel.steps, value));
    const bar = element("div", { class: "fill" });
    bar.style.width = `${most > 0 ? (100 * Math.max(0, value ?? 0)) / most : 0}%`;
    bar.style.backgroundColor = faded(hue, 0.35);
    bar.style.borderRightColor = hue;
    const number = element("span", { class: "value", text: formatText(value, panel.unit) });
    number.style.color = hue;
    const name = seriesName(panel.queries[0]?.legend ?? "", one.labels);
    return [
      element("span", { class: "name", text: name, title: name }),
      element("div", { class: "track" }, bar),
      number,
    ];
  });
  box.replaceChildren(element("div", { class: "bars" }, ...rows));
}

/** One row per combination of the labels that name a row, one column per query. */
export function drawTable(box: HTMLElement, panel: DrawnPanel): void {
  const labels = Object.entries(panel.rows);
  const columns = panel.queries.map(({ legend }) => legend);
  const rows = new Map<string, (number | null)[]>();
  panel.answers.forEach((series, column) => {
    for (const one of series) {
      const key = JSON.stringify(labels.map(([label]) => one.labels[label] ?? ""));
      const row = rows.get(key) ?? columns.map(() => null);
      row[column] = lastOf(one);
      rows.set(key, row);
    }
  });
  const head = element(
    "tr",
    {},
    ...labels.map(([, text]) => element("th", { text })),
    ...columns.map((text) => element("th", { class: "number", text })),
  );
  const body = [...rows].map(([key, values]) =>
    element(
      "tr",
      {},
      ...(JSON.parse(key) as string[]).map((text) => element("td", { text })),
      ...values.map((value, index) => cell(value, panel.columns[columns[index] ?? ""])),
    ),
  );
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  box.replaceChildren(element("div", { class: "table" }, table));
}

function cell(value: number | null, column: ColumnView | undefined): HTMLElement {
  const text = value === null ? "" : formatText(value, column?.unit ?? "short");
  const made = element("td", { class: "number", text });
  if (column && value !== null) made.style.color = color(stepColor(column.steps, value));
  return made;
}
