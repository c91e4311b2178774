import type { Changes, ReviewDocument, State } from "./document.ts";

const MARKS: Readonly<Record<State, string>> = { added: "+", removed: "-", changed: "~" };

/** What the page shows, for the terminal: every difference by name. */
export function summaryLines({ dashboards, rules, data, changes }: ReviewDocument): string[] {
  const panels = dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels)).length;
  const source = data.kind === "demo" ? "demo data" : `the data of ${data.url}`;
  return [
    `${dashboards.length} dashboards with ${panels} panels and ${rules.length} rules, drawn from ${source}`,
    ...(changes ? changeLines(changes) : []),
  ];
}

function changeLines(changes: Changes): string[] {
  const lines = [
    ...changes.dashboards.flatMap(({ title, state, facets, panels }) => [
      ...(state === "changed" && facets.length === 0
        ? []
        : [line(state, `dashboard ${title}`, facets)]),
      ...panels.map((panel) => line(panel.state, `${title} › ${panel.title}`, panel.facets)),
    ]),
    ...changes.rules.map((rule) => line(rule.state, `rule ${rule.title}`, rule.facets)),
  ];
  return lines.length > 0 ? lines : ["nothing differs"];
}

function line(state: State, title: string, facets: readonly { readonly name: string }[]): string {
  const what = facets.length > 0 ? `: ${facets.map(({ name }) => name).join(", ")}` : "";
  return `  ${MARKS[state]} ${title}${what}`;
}
