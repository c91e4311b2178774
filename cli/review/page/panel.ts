import type { DrawnPanel, Range } from "../document.ts";
import { element, inside, outside } from "./dom.ts";
import { drawHeatmap } from "./heatmap.ts";
import { drawBars, drawStat, drawTable } from "./numbers.ts";
import { stepsText } from "./steps.ts";
import { chartOf, drawChart } from "./time-series.ts";
import type { Zone } from "./times.ts";

/** What every picture of a page needs to know. */
export interface Page {
  readonly range: Range;
  readonly zone: Zone;
}

/** Grafana's grid: units of 30 pixels, 8 apart. */
const UNIT_PIXELS = 30;
const GAP_PIXELS = 8;
const COLUMNS = 24;

/** A panel in its frame; `draw` fills it once it stands in the page and has its size. */
export interface Framed {
  readonly frame: HTMLElement;
  readonly draw: () => void;
}

/** As wide as it is in its dashboard's grid, or as what it stands in. */
export function framed(panel: DrawnPanel, page: Page): Framed {
  const box = element("div", { class: "content" });
  const details = element("div", { class: "details" });
  details.hidden = true;
  details.append(...detailsOf(panel, page));
  const frame = element("section", { class: "panel" }, header(panel, details), box, details);
  frame.style.gridColumn = `span ${Math.min(panel.width, COLUMNS)}`;
  frame.style.height = `${panel.height * (UNIT_PIXELS + GAP_PIXELS) - GAP_PIXELS}px`;
  return {
    frame,
    draw: () => {
      drawPicture(box, panel, page);
    },
  };
}

function header(panel: DrawnPanel, details: HTMLElement): HTMLElement {
  const queries = element("button", { text: "Query", title: "Queries, limits and links" });
  queries.addEventListener("click", () => {
    details.hidden = !details.hidden;
    queries.classList.toggle("on", !details.hidden);
  });
  const runbook = panel.links.find(({ title }) => title.startsWith("Runbook"));
  const actions = [...(runbook ? [outside("Runbook", runbook.url)] : []), queries];
  return element(
    "header",
    {},
    element("h3", { text: panel.title, title: panel.title }),
    element("span", { class: "info", text: "i", title: panel.description }),
    element("span", { class: "actions" }, ...actions),
  );
}

function drawPicture(box: HTMLElement, panel: DrawnPanel, { range, zone }: Page): void {
  const empty = panel.answers.every((series) => series.length === 0);
  if (empty && panel.kind !== "stat") {
    const hint = panel.emptyWhenHealthy ? [element("small", { text: "empty is healthy" })] : [];
    const message = element("div", { class: "empty" }, element("span", { text: panel.noValue }));
    message.append(...hint);
    box.replaceChildren(message);
    return;
  }
  switch (panel.kind) {
    case "stat":
      drawStat(box, panel);
      break;
    case "bargauge":
      drawBars(box, panel);
      break;
    case "table":
      drawTable(box, panel);
      break;
    case "heatmap":
      drawHeatmap(box, panel, range, zone);
      break;
    case "timeseries":
      drawChart(box, chartOf(panel), range, zone);
      break;
    default:
      box.replaceChildren(
        element("div", { class: "empty", text: `a panel of kind "${panel.kind}"` }),
      );
  }
}

/** What is behind the picture: the queries, how they are read, and where the links lead. */
function detailsOf(panel: DrawnPanel, page: Page): readonly HTMLElement[] {
  const list = element("dl");
  const add = (name: string, ...values: readonly HTMLElement[]) => {
    list.append(element("dt", { text: name }), element("dd", {}, ...values));
  };
  add("Question", element("span", { text: panel.description }));
  panel.queries.forEach(({ legend, text }, index) => {
    const name = String.fromCharCode("A".charCodeAt(0) + index);
    add(`${name}: ${legend}`, element("pre", { text }));
  });
  add("Unit", element("span", { text: panel.unit }));
  add("Thresholds", element("span", { text: stepsText(panel.steps) }));
  add("No value", element("span", { text: panel.noValue }));
  for (const { title, url } of panel.links) add(title, linkTo(url, filled(url, page)));
  return [list];
}

/** Links between dashboards stay on this page; Grafana's time variables get this page's time. */
function linkTo(text: string, url: string): HTMLElement {
  const [, dashboard] = /^\/d\/agentobs-([\w-]+)/.exec(url) ?? [];
  return dashboard ? inside(text, dashboard) : outside(text, url);
}

function filled(url: string, { range }: Page): string {
  return url
    .replaceAll("${__from}", String(range.startSeconds * 1000))
    .replaceAll("${__to}", String(range.endSeconds * 1000));
}
