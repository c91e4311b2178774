import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { prometheusGroup } from "../../alerts/prometheus-group.ts";
import { volumeRules } from "../../alerts/volumes.ts";
import { unittestGroups } from "../support/alert-cases.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";

const folder = mkdtempSync(join(tmpdir(), "agentobs-volumes-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const { rules, ...group } = prometheusGroup(volumeRules(DEFAULT_ALERTS, "agentobs"), {
  dialect: "prometheus",
  plan: DEFAULT_ALERTS,
});
const groups = [{ ...group, rules: rules.map((rule) => ({ ...rule, annotations: {} })) }];

/** 100 GiB, of which `freeBytes` changes as said; one sample is 5 minutes. */
const volume = (namespace: string, claim: string, freeBytes: string) => {
  const of = `{namespace="${namespace}",persistentvolumeclaim="${claim}",job="kubelet",instance="a"}`;
  return [
    { series: `kubelet_volume_stats_available_bytes${of}`, values: freeBytes },
    { series: `kubelet_volume_stats_capacity_bytes${of}`, values: "107374182400x200" },
  ];
};
const fires = (severity: string, persistentvolumeclaim: string) => ({
  exp_labels: { severity, deployment_environment_name: "prod", persistentvolumeclaim },
});

test("a volume that is full in four days warns, one of another namespace does not", async () => {
  const each = {
    interval: "5m",
    input_series: [
      ...volume("agentobs", "data-tempo-0", "20000000000-16000000x200"),
      ...volume("shop", "data-db-0", "20000000000-16000000x200"),
      ...volume("agentobs", "data-grafana-0", "90000000000-16000000x200"),
      ...volume("agentobs", "data-alertmanager-0", "20000000000x200"),
    ],
    alert_rule_test: [
      { eval_time: "30m", exp_alerts: [] },
      { eval_time: "8h", exp_alerts: [fires("warning", "data-tempo-0")] },
    ],
  };
  expect(await unittestGroups(folder, each, "DiskFillingUp", groups)).toContain("SUCCESS");
});

test("one that is full in a day is critical too", async () => {
  const each = {
    interval: "5m",
    input_series: volume("agentobs", "data-langfuse-postgres-0", "20000000000-60000000x200"),
    alert_rule_test: [
      {
        eval_time: "8h",
        exp_alerts: ["critical", "warning"].map((of) => fires(of, "data-langfuse-postgres-0")),
      },
    ],
  };
  expect(await unittestGroups(folder, each, "DiskFillingUp", groups)).toContain("SUCCESS");
});
