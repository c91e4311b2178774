import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { AlertsPlan } from "../../alerts/plan.ts";
import type { AlertName } from "../../alerts/rule.ts";
import { RULE_GROUP, vmalertRules } from "../../alerts/vmalert.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";
import { binary } from "../support/binaries.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "agentobs-rules-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const DECLARED: AlertsPlan = {
  ...DEFAULT_ALERTS,
  agents: [
    { name: "planner", service: "shop", intermittent: false },
    { name: "nightly.report", intermittent: true },
  ],
};

const FILES: Readonly<Record<string, { alert: AlertName; plan: AlertsPlan }>> = {
  "loop-iterations.yaml": { alert: "AgentLoopIterationsHigh", plan: DEFAULT_ALERTS },
  "tool-failures.yaml": { alert: "AgentToolFailureSpike", plan: DEFAULT_ALERTS },
  "context-window.yaml": { alert: "AgentTokenBudgetExceeded", plan: DEFAULT_ALERTS },
  "latency.yaml": { alert: "AgentLatencyP99High", plan: DEFAULT_ALERTS },
  "missing.yaml": { alert: "AgentTracesMissing", plan: DEFAULT_ALERTS },
  "missing-declared.yaml": { alert: "AgentTracesMissing", plan: DECLARED },
};
const cases = join(import.meta.dirname, "cases");

interface Case {
  readonly name: string;
  readonly input_series: readonly object[];
  readonly alert_rule_test: readonly object[];
}

function casesOf(file: string): readonly Case[] {
  const document = parse(readFileSync(join(cases, file), "utf8")) as { tests: readonly Case[] };
  return document.tests;
}

/** The rendered rules without their texts, which vmalert-tool would compare as well. */
function rulesFor(plan: AlertsPlan): string {
  const rendered = vmalertRules(plan, "victoriametrics");
  return stringify(
    parse(rendered, (key: unknown, value: unknown) => (key === "annotations" ? {} : value)),
  );
}

/**
 * Runs one case against rendered rules, as vmalert-tool does.
 * https://docs.victoriametrics.com/victoriametrics/vmalert-tool/#unit-testing-for-rules
 *
 * @returns what it printed
 */
async function unittest(each: Case, alertname: AlertName, plan: AlertsPlan): Promise<string> {
  const home = mkdtempSync(join(folder, "case-"));
  writeFileSync(join(home, "rules.yaml"), rulesFor(plan));
  const document = {
    rule_files: ["rules.yaml"],
    evaluation_interval: "30s",
    tests: [
      {
        interval: "30s",
        ...each,
        alert_rule_test: each.alert_rule_test.map((expected) => ({
          groupname: RULE_GROUP,
          alertname,
          ...expected,
        })),
      },
    ],
  };
  const path = join(home, "case.yaml");
  writeFileSync(path, stringify(document, { aliasDuplicateObjects: false }));
  const options = { env: { ...process.env, TMPDIR: home }, timeout: 60_000 };
  try {
    return (await run(binary("vmalertTool"), ["unittest", "--files", path], options)).stdout;
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
  }
}

test("every file of cases is run", () => {
  expect(readdirSync(cases).sort()).toEqual(Object.keys(FILES).sort());
});

for (const [file, { alert, plan }] of Object.entries(FILES)) {
  describe.concurrent(`${alert} (${file})`, () => {
    for (const each of casesOf(file))
      test(each.name, { timeout: 60_000 }, async () => {
        expect(await unittest(each, alert, plan)).toContain("SUCCESS");
      });
  });
}

test("a case fails when a rule is wrong", async () => {
  const [first] = casesOf("loop-iterations.yaml");
  const plan = { ...DEFAULT_ALERTS, loop: { ...DEFAULT_ALERTS.loop, overPercent: 3 } };
  if (first) expect(await unittest(first, "AgentLoopIterationsHigh", plan)).toContain("FAILED");
  expect.hasAssertions();
});

test.for(["victoriametrics", "prometheus"] as const)(
  "vmalert accepts the rules in the dialect of %s",
  async (dialect) => {
    const path = join(folder, `${dialect}.yaml`);
    writeFileSync(path, vmalertRules(DECLARED, dialect));
    const { stderr } = await run(binary("vmalert"), ["-dryRun", `-rule=${path}`]);
    expect(stderr).not.toMatch(/error|fatal/i);
  },
);

test("the texts of a firing alert name the culprit, the value and the runbook", async () => {
  const home = mkdtempSync(join(folder, "texts-"));
  writeFileSync(join(home, "rules.yaml"), vmalertRules(DEFAULT_ALERTS, "victoriametrics"));
  writeFileSync(join(home, "texts.yaml"), readFileSync(join(import.meta.dirname, "texts.yaml")));
  const options = { env: { ...process.env, TMPDIR: home } };
  const files = ["unittest", "--files", join(home, "texts.yaml")];
  const { stdout } = await run(binary("vmalertTool"), files, options);
  expect(stdout).toContain("SUCCESS");
});
