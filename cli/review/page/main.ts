import type { ReviewDocument } from "../document.ts";
import { drawChanges } from "./changes.ts";
import { onThemeChange } from "./colors.ts";
import { drawDashboard } from "./dashboard.ts";
import { element, inside } from "./dom.ts";
import type { Page } from "./panel.ts";
import { ruleCard } from "./rules.ts";
import { dayAndTime } from "./times.ts";

/** Names of the pages that are no dashboard, as they stand behind `#`. */
const CHANGES = "changes";
const RULES = "rules";

const review = readDocument();
const page: Page = { range: review.range, zone: review.data.kind === "demo" ? "UTC" : undefined };
const first = review.changes ? CHANGES : (review.dashboards[0]?.name ?? RULES);
const menu = element("nav");
const main = element("main");
document.body.append(menu, element("div", { class: "page" }, topBar(), main));

show();
addEventListener("hashchange", show);
onThemeChange(show);
let resizing: ReturnType<typeof setTimeout> | undefined;
let width = innerWidth;
addEventListener("resize", () => {
  clearTimeout(resizing);
  if (innerWidth !== width) resizing = setTimeout(show, 150);
  width = innerWidth;
});

function readDocument(): ReviewDocument {
  const json = document.getElementById("review")?.textContent ?? "";
  return JSON.parse(json) as ReviewDocument;
}

/** Draws the page that the address names, anew: sizes and colours are those of now. */
function show(): void {
  const name = decodeURIComponent(location.hash.slice(1)) || first;
  drawMenu(name);
  scrollTo(0, 0);
  if (name === CHANGES && review.changes) {
    const names = { before: review.comparedWith ?? "", after: review.shown };
    const { nodes, draw } = drawChanges(review.changes, names, page);
    main.replaceChildren(...nodes);
    draw();
  } else if (name === RULES) showRules();
  else {
    const dashboard = review.dashboards.find((one) => one.name === name);
    if (dashboard) main.replaceChildren(...drawDashboard(dashboard, page));
    else main.replaceChildren(element("p", { text: `There is no page "${name}" here.` }));
  }
}

function showRules(): void {
  const cards = review.rules.map((rule) => ruleCard(rule, page));
  const head = element(
    "div",
    { class: "head" },
    element("h1", { text: "Alert rules" }),
    element("p", {
      text: "What each rule measures, its threshold as a red line, and when it fires on this data.",
    }),
  );
  main.replaceChildren(head, ...cards.map(({ frame }) => frame));
  for (const { draw } of cards) draw();
}

function drawMenu(current: string): void {
  const item = (title: string, name: string, count?: number) => {
    const link = inside(title, name);
    if (name === current) link.setAttribute("aria-current", "page");
    if (count !== undefined) link.append(element("span", { class: "count", text: String(count) }));
    return element("li", {}, link);
  };
  const { changes, dashboards, rules } = review;
  const differing = changes && changes.rules.length + changes.dashboards.length;
  menu.replaceChildren(
    element("div", { class: "brand", text: "agentobs" }),
    element(
      "ul",
      {},
      ...(changes ? [item("What changes", CHANGES, differing)] : []),
      element("li", { class: "heading", text: "Dashboards" }),
      ...dashboards.map(({ title, name }) => item(title, name)),
      element("li", { class: "heading", text: "Alerting" }),
      item("Alert rules", RULES, rules.length),
    ),
  );
}

function topBar(): HTMLElement {
  const { range, data, shown, comparedWith, stack } = review;
  const zone = page.zone ? ` ${page.zone}` : "";
  const time = `${dayAndTime(range.startSeconds, page.zone)} to ${dayAndTime(range.endSeconds, page.zone)}${zone}`;
  const compared = comparedWith ? `${comparedWith} → ${shown}` : shown;
  const source = data.kind === "demo" ? "Demo data" : `Data of ${data.url}`;
  return element(
    "div",
    { class: "top" },
    element("span", { class: "crumb", text: `Stack ${stack}` }),
    element("span", { class: "crumb", text: compared }),
    element("span", { class: "space" }),
    element("span", { class: "chip", text: source }),
    element("span", { class: "chip", text: time }),
  );
}
