import { diffWordsWithSpace } from "diff";
import { distance } from "fastest-levenshtein";
import type {
  Change,
  Changes,
  DashboardChange,
  DiffPart,
  DrawnDashboard,
  DrawnRule,
  FacetChange,
  PanelChange,
  State,
} from "./document.ts";
import { dashboardFacets, type Facets, panelFacets, type Placed, ruleFacets } from "./facets.ts";

/** What one revision holds. */
export interface Side {
  readonly dashboards: readonly DrawnDashboard[];
  readonly rules: readonly DrawnRule[];
}

/** Everything that differs between two revisions; what is the same is only named. */
export function compare(before: Side, after: Side): Changes {
  const pairs = pairUp(before.dashboards, after.dashboards, [(a, b) => a.name === b.name]);
  const dashboards = pairs.map(([old, now]) => compareDashboards(old, now));
  const rules = pairUp(before.rules, after.rules, [(a, b) => a.id === b.id]);
  const ruleChanges = rules.flatMap(([old, now]) =>
    changeOf(old, now, ruleFacets, (rule) => `${rule.name} (${rule.id})`),
  );
  const changed = new Set(ruleChanges.map(({ title }) => title));
  const differs = ({ facets, panels, state }: DashboardChange) =>
    state !== "changed" || facets.length > 0 || panels.length > 0;
  return {
    dashboards: dashboards.filter(differs),
    unchangedDashboards: dashboards.filter((one) => !differs(one)).map(({ title }) => title),
    rules: ruleChanges,
    unchangedRules: after.rules
      .map(({ name, id }) => `${name} (${id})`)
      .filter((title) => !changed.has(title)),
  };
}

function compareDashboards(
  before: DrawnDashboard | undefined,
  after: DrawnDashboard | undefined,
): DashboardChange {
  const shown = either(before, after);
  const pairs = pairUp(placed(before), placed(after), SAME_PANEL);
  const panels = pairs.flatMap(([old, now]): readonly PanelChange[] =>
    changeOf(old, now, panelFacets, ({ panel }) => panel.title).map((change) => ({
      ...change,
      row: either(now, old).row,
      before: change.before?.panel,
      after: change.after?.panel,
    })),
  );
  return {
    name: shown.name,
    title: shown.title,
    state: stateOf(before, after),
    facets: before && after ? facetChanges(dashboardFacets(before), dashboardFacets(after)) : [],
    panels,
    unchangedPanels: pairs.length - panels.length,
  };
}

function placed(dashboard: DrawnDashboard | undefined): readonly Placed[] {
  const rows = dashboard?.rows ?? [];
  return rows.flatMap(({ title, panels }) => panels.map((panel) => ({ row: title, panel })));
}

/**
 * Which panel of one revision is which of the other, the surest first: a title that holds a
 * threshold changes with it, and a renamed panel still asks the same.
 */
const SAME_PANEL: readonly ((a: Placed, b: Placed) => boolean)[] = [
  (a, b) => a.panel.title === b.panel.title,
  (a, b) =>
    a.panel.kind === b.panel.kind &&
    a.panel.queries.map(({ text }) => text).join() ===
      b.panel.queries.map(({ text }) => text).join(),
  (a, b) =>
    a.row === b.row &&
    a.panel.kind === b.panel.kind &&
    distance(a.panel.title, b.panel.title) <= a.panel.title.length / 3,
];

type Pair<T> = readonly [before: T | undefined, after: T | undefined];

/** Pairs in the order of `after`; what only `before` has follows at the end. */
function pairUp<T>(
  before: readonly T[],
  after: readonly T[],
  tests: readonly ((a: T, b: T) => boolean)[],
): readonly Pair<T>[] {
  const partners = new Map<T, T>();
  const left = new Set(before);
  for (const same of tests)
    for (const now of after) {
      if (partners.has(now)) continue;
      const partner = [...left].find((old) => same(old, now));
      if (partner === undefined) continue;
      partners.set(now, partner);
      left.delete(partner);
    }
  return [
    ...after.map((now): Pair<T> => [partners.get(now), now]),
    ...[...left].map((old): Pair<T> => [old, undefined]),
  ];
}

/** The change between two things; none when every facet is the same. */
function changeOf<T>(
  before: T | undefined,
  after: T | undefined,
  facetsOf: (thing: T) => Facets,
  titleOf: (thing: T) => string,
): readonly Change<T>[] {
  const facets = before && after ? facetChanges(facetsOf(before), facetsOf(after)) : [];
  const state = stateOf(before, after);
  if (state === "changed" && facets.length === 0) return [];
  return [{ title: titleOf(either(after, before)), state, facets, before, after }];
}

function stateOf(before: unknown, after: unknown): State {
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changed";
}

function either<T>(first: T | undefined, second: T | undefined): T {
  const thing = first ?? second;
  if (thing === undefined) throw new Error("a pair has one side at least");
  return thing;
}

function facetChanges(before: Facets, after: Facets): readonly FacetChange[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names
    .map((name) => ({ name, from: before[name] ?? "", to: after[name] ?? "" }))
    .filter(({ from, to }) => from !== to)
    .map(({ name, from, to }) => ({ name, parts: diffParts(from, to) }));
}

function diffParts(from: string, to: string): readonly DiffPart[] {
  return diffWordsWithSpace(from, to).map(({ value, added, removed }) => ({
    text: value,
    ...(added ? { mark: "added" as const } : removed ? { mark: "removed" as const } : {}),
  }));
}
