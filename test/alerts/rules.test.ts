import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { ALERTS, type AlertName } from "../../alerts/rule.ts";
import { vmalertRules } from "../../alerts/vmalert.ts";
import {
  CASE_FILES,
  CASES,
  casesOf,
  DECLARED,
  type Kind,
  unittest,
} from "../support/alert-cases.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";
import { binary } from "../support/binaries.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "agentobs-rules-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("every file of cases is run", () => {
  expect(readdirSync(CASES).sort()).toEqual(Object.keys(CASE_FILES).sort());
});

for (const [file, { alert, plan }] of Object.entries(CASE_FILES)) {
  describe.concurrent(`${alert} (${file})`, () => {
    for (const each of casesOf(file))
      test(each.name, { timeout: 60_000 }, async () => {
        expect(await unittest(folder, each, alert, plan)).toContain("SUCCESS");
      });
  });
}

/** Agents come and go, and so do the replicas of the collector that count them. */
const OF_AGENTS: readonly Kind[] = [
  "restart",
  "replicas",
  "low-traffic",
  "moved",
  "yesterday",
  "intermittent",
  "verify",
];

/** The cases that every alert must have, besides firing and staying quiet. */
const NEEDED: Readonly<Record<AlertName, readonly Kind[]>> = {
  AgentLoopIterationsHigh: [...OF_AGENTS, "spellings"],
  AgentToolFailureSpike: [...OF_AGENTS, "missing-series"],
  AgentTokenBudgetExceeded: [...OF_AGENTS, "spellings"],
  AgentLatencyP99High: [...OF_AGENTS, "spellings"],
  AgentCostSurge: [...OF_AGENTS, "missing-series"],
  AgentTracesMissing: OF_AGENTS,
  // It watches no agent, so none can move.
  PipelineSilent: [...OF_AGENTS.filter((kind) => kind !== "moved"), "missing-series"],
  PipelineHeartbeat: ["replicas"],
  BackendDown: ["restart", "replicas"],
  DestinationFailing: ["restart", "replicas", "low-traffic", "missing-series"],
  CollectorRefusingSpans: ["restart", "replicas", "missing-series"],
  CollectorDroppingData: ["restart", "replicas", "missing-series"],
  CollectorQueueNearFull: ["restart", "replicas"],
  SamplingBufferOverflow: ["restart", "replicas", "missing-series"],
  DiskFillingUp: ["restart", "replicas"],
  AlertingBroken: ["restart", "replicas", "missing-series"],
  // It compares a date with the clock: there is no series that could come or go.
  CredentialExpiring: [],
};

test.for(ALERTS)("%s has a case of every kind that it needs", (alert) => {
  const files = Object.keys(CASE_FILES).filter((file) => CASE_FILES[file]?.alert === alert);
  const kinds = new Set(files.flatMap((file) => casesOf(file).flatMap((each) => each.kinds)));
  const needed = ["fires", "quiet", ...NEEDED[alert]] as const;
  expect(needed.filter((kind) => !kinds.has(kind))).toEqual([]);
});

test("a case fails when a rule is wrong", async () => {
  const [first] = casesOf("loop-iterations.yaml");
  const plan = { ...DEFAULT_ALERTS, loop: { ...DEFAULT_ALERTS.loop, overPercent: 3 } };
  if (first)
    expect(await unittest(folder, first, "AgentLoopIterationsHigh", plan)).toContain("FAILED");
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
