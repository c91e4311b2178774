import type { DrawnDashboard } from "../document.ts";
import { element } from "./dom.ts";
import { type Framed, framed, type Page } from "./panel.ts";

/** A dashboard's rows, each of which folds, as Grafana's do. */
export function drawDashboard(dashboard: DrawnDashboard, page: Page): readonly Node[] {
  const head = element(
    "div",
    { class: "head" },
    element("h1", { text: dashboard.title }),
    element("p", { text: dashboard.description }),
  );
  const rows = dashboard.rows.map(({ title, panels }) => {
    const drawn = panels.map((panel) => framed(panel, page));
    const count = element("span", { class: "count", text: `(${panels.length} panels)` });
    const summary = element("summary", {}, element("h2", { text: title }), count);
    const grid = element("div", { class: "grid" }, ...drawn.map(({ frame }) => frame));
    const row = element("details", { class: "row" }, summary, grid);
    row.open = true;
    drawWhenSeen(row, drawn);
    return row;
  });
  return [head, ...rows];
}

/** Pictures need the size that they have in the page: they are drawn when a row is first open. */
function drawWhenSeen(row: HTMLDetailsElement, panels: readonly Framed[]): void {
  let drawn = false;
  const draw = () => {
    if (drawn || !row.open || !row.isConnected) return;
    drawn = true;
    for (const panel of panels) panel.draw();
  };
  row.addEventListener("toggle", draw);
}
