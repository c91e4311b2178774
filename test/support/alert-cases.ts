import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import type { AlertsPlan } from "../../alerts/plan.ts";
import type { AlertName } from "../../alerts/rule.ts";
import { vmalertRules } from "../../alerts/vmalert.ts";
import { DEFAULT_ALERTS } from "./alerts-plan.ts";
import { binary } from "./binaries.ts";

const run = promisify(execFile);

export const DECLARED: AlertsPlan = {
  ...DEFAULT_ALERTS,
  agents: [
    { name: "planner", service: "shop", intermittent: false },
    { name: "nightly.report", intermittent: true },
  ],
};
const OWN: AlertsPlan = {
  ...DEFAULT_ALERTS,
  agents: [
    { name: "planner", service: "shop", intermittent: false, own: { iterations: 20 } },
    { name: "coder", intermittent: false, own: { iterations: 20 } },
  ],
};
/** vmalert-tool's tests begin here. */
const BEGIN_SECONDS = Date.UTC(2000, 0, 1) / 1000;
const ENDING: AlertsPlan = {
  ...DEFAULT_ALERTS,
  expiries: [
    { name: "certificate", atSeconds: BEGIN_SECONDS + 31 * 86_400 },
    { name: "token", atSeconds: BEGIN_SECONDS + 7.5 * 86_400 },
    { name: "ended", atSeconds: BEGIN_SECONDS - 86_400 },
  ],
};
/** Its week is looked at every half hour only: each look takes a while. */
const COSTS: AlertsPlan = {
  ...DEFAULT_ALERTS,
  cost: { ...DEFAULT_ALERTS.cost, evaluateEverySeconds: 1800 },
};
const BEATING: AlertsPlan = { ...DEFAULT_ALERTS, heartbeat: true };

/** A trace store with a disk of 100 GiB. */
const WITH_TRACES: AlertsPlan = {
  ...DEFAULT_ALERTS,
  disk: { ...DEFAULT_ALERTS.disk, traceStoreGiB: 100 },
};

interface CaseFile {
  readonly alert: AlertName;
  readonly plan: AlertsPlan;
}

const OCCASIONAL: AlertsPlan = { ...DEFAULT_ALERTS, occasionalReceivers: ["webhook-1"] };

/** The files of cases, the alert that each is about, and the plan that it is rendered from. */
export const CASE_FILES: Readonly<Record<string, CaseFile>> = {
  "loop-iterations.yaml": { alert: "AgentLoopIterationsHigh", plan: DEFAULT_ALERTS },
  "own-thresholds.yaml": { alert: "AgentLoopIterationsHigh", plan: OWN },
  "tool-failures.yaml": { alert: "AgentToolFailureSpike", plan: DEFAULT_ALERTS },
  "context-window.yaml": { alert: "AgentTokenBudgetExceeded", plan: DEFAULT_ALERTS },
  "latency.yaml": { alert: "AgentLatencyP99High", plan: DEFAULT_ALERTS },
  "cost.yaml": { alert: "AgentCostSurge", plan: COSTS },
  "missing.yaml": { alert: "AgentTracesMissing", plan: DEFAULT_ALERTS },
  "missing-declared.yaml": { alert: "AgentTracesMissing", plan: DECLARED },
  "pipeline-silent.yaml": { alert: "PipelineSilent", plan: DEFAULT_ALERTS },
  "pipeline-silent-declared.yaml": { alert: "PipelineSilent", plan: DECLARED },
  "heartbeat.yaml": { alert: "PipelineHeartbeat", plan: BEATING },
  "backend-down.yaml": { alert: "BackendDown", plan: DEFAULT_ALERTS },
  "destination-failing.yaml": { alert: "DestinationFailing", plan: DEFAULT_ALERTS },
  "refusing.yaml": { alert: "CollectorRefusingSpans", plan: DEFAULT_ALERTS },
  "dropping.yaml": { alert: "CollectorDroppingData", plan: DEFAULT_ALERTS },
  "queue.yaml": { alert: "CollectorQueueNearFull", plan: DEFAULT_ALERTS },
  "overflow.yaml": { alert: "SamplingBufferOverflow", plan: DEFAULT_ALERTS },
  "disk.yaml": { alert: "DiskFillingUp", plan: DEFAULT_ALERTS },
  "disk-traces.yaml": { alert: "DiskFillingUp", plan: WITH_TRACES },
  "alerting-broken.yaml": { alert: "AlertingBroken", plan: DEFAULT_ALERTS },
  "alerting-occasional.yaml": { alert: "AlertingBroken", plan: OCCASIONAL },
  "expiry.yaml": { alert: "CredentialExpiring", plan: ENDING },
};
export const CASES = join(import.meta.dirname, "../alerts/cases");

/** What a case can prove. */
export type Kind =
  | "fires"
  | "quiet"
  | "restart"
  | "replicas"
  | "low-traffic"
  | "moved"
  | "yesterday"
  | "intermittent"
  | "verify"
  | "missing-series"
  | "spellings";

export interface Case {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly input_series: readonly object[];
  readonly alert_rule_test: readonly object[];
}

export function casesOf(file: string): readonly Case[] {
  const document = parse(readFileSync(join(CASES, file), "utf8")) as { tests: readonly Case[] };
  return document.tests;
}

interface Group {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly { readonly alert: string }[];
}

/** The rendered groups with the rules of one alert, without their texts, which would be compared. */
function groupsFor(plan: AlertsPlan, alert: AlertName): readonly Group[] {
  const withoutTexts = (key: unknown, value: unknown) => (key === "annotations" ? {} : value);
  const rendered = vmalertRules(plan, "victoriametrics");
  const { groups } = parse(rendered, withoutTexts) as { groups: readonly Group[] };
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => rule.alert === alert) }))
    .filter((group) => group.rules.length > 0);
}

/**
 * Runs one case against the rendered rules of one alert, as vmalert-tool does.
 * https://docs.victoriametrics.com/victoriametrics/vmalert-tool/#unit-testing-for-rules
 *
 * @param folder for its files
 * @returns what it printed
 */
export async function unittest(
  folder: string,
  each: Pick<Case, "input_series" | "alert_rule_test">,
  alertname: AlertName,
  plan: AlertsPlan,
): Promise<string> {
  return unittestGroups(folder, each, alertname, groupsFor(plan, alertname));
}

/** The same against any groups. */
export async function unittestGroups(
  folder: string,
  each: Pick<Case, "input_series" | "alert_rule_test">,
  alertname: AlertName,
  groups: readonly Group[],
): Promise<string> {
  const home = mkdtempSync(join(folder, "case-"));
  writeFileSync(join(home, "rules.yaml"), stringify({ groups }));
  const groupname = groups[0]?.name;
  const expected = each.alert_rule_test.map((test) => ({ groupname, alertname, ...test }));
  const document = {
    rule_files: ["rules.yaml"],
    evaluation_interval: groups[0]?.interval,
    tests: [{ interval: "30s", ...each, kinds: undefined, alert_rule_test: expected }],
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
