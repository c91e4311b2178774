import type { DrawnDashboard, DrawnPanel, DrawnRule } from "./document.ts";
import { stepsText } from "./page/steps.ts";

/** A text per property that a reviewer looks at, by the property's name. */
export type Facets = Readonly<Record<string, string>>;

/** A panel and the row that it stands in. */
export interface Placed {
  readonly row: string;
  readonly panel: DrawnPanel;
}

export function dashboardFacets({ title, description, rows }: DrawnDashboard): Facets {
  return { title, description, rows: rows.map((row) => row.title).join("\n") };
}

export function panelFacets({ row, panel }: Placed): Facets {
  return {
    title: panel.title,
    description: panel.description,
    kind: panel.kind,
    row,
    unit: panel.unit,
    thresholds: stepsText(panel.steps),
    stacked: panel.stacked ? "yes" : "no",
    "no value": panel.noValue,
    width: `${panel.width} of 24`,
    links: panel.links.map(({ title, url }) => `${title}: ${url}`).join("\n"),
    columns: Object.entries(panel.columns)
      .map(([legend, { unit, steps }]) => `${legend}: ${unit}, ${stepsText(steps)}`)
      .join("\n"),
    ...Object.fromEntries(
      panel.queries.map(({ legend, text }, index) => [
        `query ${String.fromCharCode("A".charCodeAt(0) + index)}`,
        `${legend}: ${text}`,
      ]),
    ),
  };
}

export function ruleFacets(rule: DrawnRule): Facets {
  return {
    severity: rule.severity,
    question: rule.question,
    threshold: `${rule.limit.side} ${rule.limit.value}`,
    for: `${rule.forSeconds} s`,
    expression: rule.expression,
    summary: rule.summary,
    description: rule.description,
    runbook: rule.runbook,
  };
}
