import { expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { ruleFiles, rulesNotHeld } from "../../stacks/rule-files.ts";

const webhook = { urlSecret: "hook" };
const email = { to: "a@example.com", from: "b@example.com", smarthost: "smtp.example.com:587" };
const plan = planFor(
  parseSettings(
    {
      preset: "local",
      secrets: { hook: "x" },
      alerts: {
        routes: [
          { severities: ["critical"], environments: ["production"], webhook },
          { severities: ["critical"], mutedDuring: ["weekend"], webhook },
          { severities: ["critical"], labels: { service_name: "shop" }, repeatSeconds: 60, email },
        ],
        muteTimes: [{ name: "weekend", weekdays: ["saturday", "sunday"] }],
        heartbeat: { webhook },
      },
    },
    "Pulumi.local.yaml",
  ),
);
const named = (file: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    (rulesNotHeld(plan)[file] ?? []).map(({ what, names }) => [what.split(" (")[0] ?? what, names]),
  );

test("what a PrometheusRule can't hold is told by name", () => {
  const lost = named("rules/prometheus-rule.yaml");
  expect(lost["routes"]).toEqual(["route 1", "route 2", "route 3"]);
  expect(lost["mute times"]).toEqual(["weekend"]);
  expect(lost["inhibitions"]).toContain("PipelineSilent silences AgentTracesMissing");
  expect(lost["exact growth over a restart of the collector"]).toContain("CollectorDroppingData");
  expect(lost["parts that nobody scrapes"]).toBeUndefined();
});

test("where nobody scrapes, rules about other parts than collectors are named, not rendered", () => {
  const elsewhere = planFor(
    parseSettings(
      {
        preset: "local",
        secrets: { token: "x" },
        destinations: [
          { type: "jaeger" },
          {
            type: "grafana-cloud",
            endpoint: "https://otlp.example/otlp",
            instanceId: "1",
            tokenSecret: "token",
          },
        ],
      },
      "Pulumi.local.yaml",
    ),
  );
  for (const [file, things] of Object.entries(rulesNotHeld(elsewhere))) {
    if (file === "rules/agentobs.yaml") continue;
    const [missing] = things.filter(({ what }) => what.startsWith("parts that nobody scrapes"));
    expect(missing?.names, file).toEqual([
      "PipelineSilent collector-down",
      "DiskFillingUp full",
      "DiskFillingUp critical",
      "DiskFillingUp warning",
      "AlertingBroken rules",
      "AlertingBroken handover",
      "AlertingBroken notification",
    ]);
    const rendered = ruleFiles(elsewhere)[file] ?? "";
    expect(rendered).not.toMatch(/\bup\{|vmalert_|vm_free|alertmanager_/);
    expect(rendered).toContain("otelcol_process_uptime");
  }
});

test("what Grafana-managed rules can't hold is told by name", () => {
  const lost = named("rules/grafana-rules.json");
  expect(lost["routes for other environments than development"]).toEqual(["route 1"]);
  expect(lost["routes by label"]).toEqual(["route 3"]);
  expect(lost["how often one route only is told again"]).toEqual(["route 3"]);
  expect(lost["the sender and the mail server of an e-mail"]).toEqual(["route 3"]);
  expect(lost["series that vmalert writes"]).toContain("ALERTS");
  expect(lost["mute times of some routes only"]).toEqual(["weekend"]);
  expect(lost["a contact point"]).toContain("AgentLoopIterationsHigh");
  expect(lost["one name for several rules"]).toContain("AgentTracesMissing");
});

test("the summary for people says it too, and what each rule asks", () => {
  const summary = ruleFiles(plan)["rules/summary.md"] ?? "";
  expect(summary).toContain("  - mute times: weekend");
  expect(summary).toContain("Which percentage of a tool's calls failed?");
  expect(summary).toContain("| AgentLatencyP99High |  | critical | > 30 | 2m |");
});
