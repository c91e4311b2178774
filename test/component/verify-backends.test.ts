import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Verification } from "../../cli/verify/run-verify.ts";
import { startEverywhere } from "../support/backends/everywhere.ts";
import {
  failed,
  METRICS,
  named,
  START_MILLIS,
  TITLES,
  TRACES,
} from "../support/backends/looked.ts";

type Everywhere = Awaited<ReturnType<typeof startEverywhere>>;

describe("verify, against a strict server of each kind behind a real collector", () => {
  let everywhere: Everywhere;
  let healthy: Verification;

  beforeAll(async () => {
    everywhere = await startEverywhere();
    healthy = await everywhere.verify();
  }, START_MILLIS);
  afterEach(() => {
    everywhere.heal();
  });
  afterAll(() => everywhere.stop());

  test("finds the whole run again, everywhere", () => {
    expect(failed(healthy)).toEqual([]);
    expect(healthy).toMatchObject({ ok: true, notLooked: [] });
  });

  test.for(TRACES)("in %s every span, its parent and its attributes are compared", (name) => {
    for (const what of ["spans", "right parents and services"])
      expect(named(healthy, `trace in ${TITLES[name]}, ${what}`)).toMatchObject({ seen: "11" });
    const attributes = named(healthy, `trace in ${TITLES[name]}, normalised attributes`);
    expect(Number(attributes?.seen)).toBeGreaterThan(40);
    expect(named(healthy, `canaries in ${TITLES[name]}`)).toMatchObject({ ok: true, seen: "0" });
  });

  test.for(METRICS)("in %s every derived metric is exact, bucket by bucket", (name) => {
    const own = healthy.checks.filter((check) => check.name.endsWith(` in ${TITLES[name]}`));
    expect(own.map((check) => check.name)).toContain(
      `agent_run_duration_seconds in ${TITLES[name]}`,
    );
    expect(named(healthy, `agent_runs_total in ${TITLES[name]}`)).toMatchObject({ seen: "2" });
    expect(named(healthy, `canaries in ${TITLES[name]}, metrics`)).toMatchObject({ ok: true });
  });

  test("in Honeycomb every counter is there with each of its labels", () => {
    expect(named(healthy, "agent.tool.calls in Honeycomb, series")).toMatchObject({ seen: "2" });
    expect(named(healthy, "canaries in Honeycomb, metrics")).toMatchObject({ ok: true });
  });

  test("what the kit put into a managed backend is looked at too", () => {
    for (const name of ["dashboards in Grafana Cloud", "alert rules in Grafana Cloud"])
      expect(named(healthy, name)).toMatchObject({ ok: true, seen: "2" });
    for (const name of ["triggers in Honeycomb", "boards in Honeycomb"])
      expect(named(healthy, name)).toMatchObject({ ok: true, seen: "1" });
  });

  test("a second run counts only itself", async () => {
    const again = await everywhere.verify({ only: ["prometheus"] });
    expect(failed(again)).toEqual([]);
    expect(named(again, "agent_runs_total in Prometheus")).toMatchObject({ seen: "2" });
  });

  test.for(TRACES)("names a span that %s lost", async (name) => {
    everywhere.faults[name].lostSpan = "agent.run";
    const verification = await everywhere.verify({ only: [name], timeoutSeconds: 4 });
    const spans = named(verification, `trace in ${TITLES[name]}, spans`);
    expect(spans).toMatchObject({ ok: false, seen: "10" });
    expect(spans?.details).toContain("missing: agent.run of agentobs-verify");
    expect(spans?.hop).toMatch(`${TITLES[name]}: the collector delivered`);
  });

  test.for(TRACES)("names an attribute that %s lost", async (name) => {
    everywhere.faults[name].lostAttribute = "gen_ai.usage.output_tokens";
    const verification = await everywhere.verify({ only: [name], timeoutSeconds: 4 });
    const attributes = named(verification, `trace in ${TITLES[name]}, normalised attributes`);
    // Honeycomb does not even take a query for a column that nobody has sent.
    if (name === "honeycomb")
      expect(failed(verification)[0]?.details[0]).toContain("unknown column");
    else expect(attributes?.details.join()).toMatch(/gen_ai\.usage\.output_tokens is undefined/);
    expect(verification.ok).toBe(false);
  });

  test.for([
    ["prometheus", "agent_tool_calls_total", "agent_tool_calls_total in Prometheus"],
    ["grafana-cloud", "agent.tool.calls", "agent_tool_calls_total in Grafana Cloud"],
  ] as const)("names a metric that %s lost", async ([name, lost, check]) => {
    everywhere.faults[name].lostMetric = lost;
    const verification = await everywhere.verify({ only: [name], timeoutSeconds: 4 });
    expect(failed(verification).map((one) => one.name)).toEqual([check]);
    expect(named(verification, check)).toMatchObject({ expected: "3", seen: "0" });
    expect(named(verification, check)?.hop).toMatch(/the collector delivered/);
  });

  test("names a metric that Honeycomb lost", async () => {
    everywhere.faults.honeycomb.lostMetric = "agent.tool.calls";
    const verification = await everywhere.verify({ only: ["honeycomb"], timeoutSeconds: 4 });
    expect(failed(verification).map((one) => one.name)).toEqual(["metrics in Honeycomb"]);
    expect(failed(verification)[0]?.details[0]).toContain("unknown column: agent.tool.calls");
  });

  test("says which dashboard, which rule and which evaluation is wrong in Grafana", async () => {
    everywhere.missing.dashboard = "agentobs-tools";
    everywhere.missing.rule = "agentobs-1";
    everywhere.missing.failingRule = "agentobs-2";
    const verification = await everywhere.verify({ only: ["grafana-cloud"] });
    expect(named(verification, "dashboards in Grafana Cloud")?.details).toEqual([
      "not there: Tools (agentobs-tools)",
    ]);
    expect(named(verification, "alert rules in Grafana Cloud")?.details).toEqual([
      "not there: AgentLatencyP99High",
      "AgentTracesMissing (declared): no such data source",
    ]);
  });
});
