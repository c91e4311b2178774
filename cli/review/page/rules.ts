import type { DrawnRule, Firing } from "../document.ts";
import { color, seriesColor } from "./colors.ts";
import { element, outside } from "./dom.ts";
import { formatText } from "./format.ts";
import type { Framed, Page } from "./panel.ts";
import { drawChart } from "./time-series.ts";
import { timeOfDay } from "./times.ts";

/** Only so many series are drawn: those that reach highest. */
const MOST_LINES = 12;
/** Only so many times are told. */
const MOST_FIRINGS = 8;

/**
 * A rule as its reviewer wants it: what it asks, when it fires, and what it says then.
 *
 * @param whole with its texts, or without them where they stand beside it already
 */
export function ruleCard(rule: DrawnRule, page: Page, whole = true): Framed {
  const box = element("div", { class: "content chart" });
  const frame = element(
    "section",
    { class: "panel rule" },
    element(
      "header",
      {},
      element("h3", { text: rule.name }),
      element("span", { class: `pill ${rule.severity}`, text: rule.severity }),
      element("span", { class: "space" }),
      outside("Runbook", rule.runbook),
    ),
    element("div", { class: "columns" }, facts(rule, page, whole), box),
  );
  return {
    frame,
    draw: () => {
      drawMeasured(box, rule, page);
    },
  };
}

function facts(rule: DrawnRule, page: Page, whole: boolean): HTMLElement {
  const list = element("dl");
  const add = (name: string, value: HTMLElement) => {
    list.append(element("dt", { text: name }), element("dd", {}, value));
  };
  if (rule.question) add("Question", element("span", { text: rule.question }));
  add("Fires", element("span", { text: `${limitText(rule)}${holding(rule.forSeconds)}` }));
  add("Says", element("span", { text: rule.summary }));
  if (whole) add("", element("span", { class: "quiet", text: rule.description }));
  add("On this data", firingText(rule.firing, page));
  if (whole) add("Expression", element("pre", { text: rule.expression }));
  return element("div", { class: "facts" }, list);
}

function limitText({ limit }: DrawnRule): string {
  return `${limit.side} ${limit.value}`;
}

function holding(seconds: number): string {
  return seconds > 0 ? ` for ${formatText(seconds, "s")}` : ", at once";
}

function firingText(firing: readonly Firing[], page: Page): HTMLElement {
  if (firing.length === 0) return element("span", { text: "does not fire" });
  const more = firing.length - MOST_FIRINGS;
  const items = firing.slice(0, MOST_FIRINGS).map(({ labels, fromSeconds, toSeconds }) => {
    const who = Object.values(labels).join(" · ") || "all";
    const from = timeOfDay(fromSeconds, page.zone);
    const to = timeOfDay(toSeconds, page.zone);
    return element("li", { text: `${who}: ${from} – ${to}` });
  });
  return element(
    "ul",
    { class: "firing" },
    ...items,
    ...(more > 0 ? [element("li", { text: `and ${more} more` })] : []),
  );
}

function drawMeasured(box: HTMLElement, rule: DrawnRule, { range, zone }: Page): void {
  if (rule.measured.length === 0) {
    box.replaceChildren(element("div", { class: "empty", text: "nothing is measured" }));
    return;
  }
  const highest = (values: readonly (number | null)[]) =>
    Math.max(...values.map((value) => value ?? 0));
  const lines = [...rule.measured]
    .sort((a, b) => highest(b.values) - highest(a.values))
    .slice(0, MOST_LINES)
    .map(({ labels, values }, index) => ({
      name: Object.values(labels).join(" · ") || "all",
      values,
      color: seriesColor(index),
    }));
  const thresholds = [{ from: rule.limit.value, color: color("red") }];
  drawChart(box, { lines, unit: "none", stacked: false, thresholds }, range, zone);
}
