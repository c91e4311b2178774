import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALERTS, runbookFile } from "../../alerts/rule.ts";
import { metricNamesIn, queriesOf, RUNBOOKS, SERIES } from "../support/promql.ts";

test("every alert has a runbook, and every runbook an alert", () => {
  expect(readdirSync(RUNBOOKS).sort()).toEqual(ALERTS.map(runbookFile).sort());
});

describe.each(ALERTS)("runbook of %s", (alert) => {
  const text = readFileSync(join(RUNBOOKS, runbookFile(alert)), "utf8");

  test("says what it means, where to look, why it happens, how to mend it and how to tune it", () => {
    expect(text.startsWith(`# ${alert}\n`)).toBe(true);
    const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(sections).toEqual(["What it means", "Look here first", "Likely causes", "Fix", "Tune"]);
  });

  test("its queries name metrics of the tables", () => {
    const names = queriesOf(text).flatMap(metricNamesIn);
    expect(names).not.toEqual([]);
    for (const name of names) expect(SERIES).toContain(name);
  });
});
