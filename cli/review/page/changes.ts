import type {
  Change,
  Changes,
  DashboardChange,
  DrawnPanel,
  DrawnRule,
  FacetChange,
  PanelChange,
} from "../document.ts";
import { element, inside } from "./dom.ts";
import { type Framed, framed, type Page } from "./panel.ts";
import { ruleCard } from "./rules.ts";

/** Of 24 columns: narrower panels keep their size, wider ones stand below each other. */
const NARROW = 6;
const WIDE = 12;

/** What to look at, what differs first; the pictures are drawn when `draw` is called. */
export function drawChanges(
  changes: Changes,
  names: { readonly before: string; readonly after: string },
  page: Page,
): { readonly nodes: readonly Node[]; readonly draw: () => void } {
  const pictures: Framed[] = [];
  const head = element(
    "div",
    { class: "head" },
    element("h1", { text: "What changes" }),
    element("p", { text: `From ${names.before} to ${names.after}, on the same data.` }),
    element("p", { class: "quiet", text: summaryText(changes) }),
  );
  const dashboards = changes.dashboards.map((dashboard) =>
    dashboardSection(dashboard, page, pictures),
  );
  const rules = changes.rules.map((change) =>
    card(change, (rule) => ruleCard(rule, page, false), "rule", pictures),
  );
  return {
    nodes: [
      head,
      ...dashboards,
      ...(rules.length > 0 ? [element("h2", { text: "Alert rules" }), ...rules] : []),
      unchanged(changes),
    ],
    draw: () => {
      for (const picture of pictures) picture.draw();
    },
  };
}

/** How much differs, in one line. */
function summaryText({ dashboards, rules }: Changes): string {
  const panels = dashboards.reduce((count, dashboard) => count + dashboard.panels.length, 0);
  if (panels + rules.length + dashboards.length === 0) return "Nothing differs.";
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  return `${counted(panels, "panel")} in ${counted(dashboards.length, "dashboard")} and ${counted(rules.length, "rule")} differ.`;
}

function dashboardSection(dashboard: DashboardChange, page: Page, pictures: Framed[]): HTMLElement {
  const title = dashboard.state === "removed" ? undefined : inside("open", dashboard.name);
  const panels = dashboard.panels.map((change) =>
    card(change, (panel) => framed(panel, page), change.row, pictures, sidesOf(change)),
  );
  const heading = element(
    "h2",
    {},
    element("span", { text: dashboard.title }),
    ...(dashboard.state === "changed" ? [] : [badge(dashboard.state)]),
  );
  if (title) heading.append(title);
  const rest = `${dashboard.unchangedPanels} more panels are the same.`;
  return element(
    "section",
    { class: "group" },
    heading,
    ...facetList(dashboard.facets),
    ...panels,
    element("p", { class: "quiet", text: rest }),
  );
}

function card<T extends DrawnPanel | DrawnRule>(
  change: Change<T>,
  picture: (thing: T) => Framed,
  where: string,
  pictures: Framed[],
  sides = "",
): HTMLElement {
  const side = (name: string, thing: T | undefined) => {
    if (!thing) return [];
    const drawn = picture(thing);
    pictures.push(drawn);
    const label = element("div", { class: "side", text: name });
    const column = element("div", { class: "half" }, label, drawn.frame);
    return [column];
  };
  return element(
    "article",
    { class: `change ${change.state}` },
    element(
      "header",
      {},
      badge(change.state),
      element("h3", { text: change.title }),
      element("span", { class: "quiet", text: where }),
    ),
    ...facetList(change.facets),
    element(
      "div",
      { class: `sides ${sides}` },
      ...side("Before", change.before),
      ...side("After", change.after),
    ),
  );
}

function sidesOf({ before, after }: PanelChange): string {
  const width = Math.max(before?.width ?? 0, after?.width ?? 0);
  if (width <= NARROW) return "narrow";
  return width > WIDE ? "wide" : "";
}

function badge(state: string): HTMLElement {
  return element("span", { class: `badge ${state}`, text: state });
}

function facetList(facets: readonly FacetChange[]): readonly HTMLElement[] {
  if (facets.length === 0) return [];
  const list = element("dl", { class: "facets" });
  for (const { name, parts } of facets) {
    const text = element("code");
    for (const { text: words, mark } of parts) {
      const tag = mark === "added" ? "ins" : mark === "removed" ? "del" : "span";
      text.append(element(tag, { text: words }));
    }
    list.append(element("dt", { text: name }), element("dd", {}, text));
  }
  return [list];
}

function unchanged({ unchangedDashboards, unchangedRules }: Changes): HTMLElement {
  const count = `${unchangedDashboards.length} dashboards and ${unchangedRules.length} rules are the same`;
  const items = [...unchangedDashboards, ...unchangedRules].map((text) => element("li", { text }));
  return element(
    "details",
    { class: "unchanged" },
    element("summary", { text: count }),
    element("ul", {}, ...items),
  );
}
