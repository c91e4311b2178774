import { describe, expect, test } from "vitest";
import { destinationPlan } from "../../stacks/destinations.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { asked, configOf, describeWith, rowsOf, yamlOf } from "../support/generated-collector.ts";

describe("what the plan says", () => {
  test("an alert's threshold is a bucket bound, in its place", () => {
    const derive = { ...TEST_COLLECTOR.derive, extraBuckets: { runDuration: [12, 30, 12] } };
    const rows = rowsOf(configOf({ derive }));
    const buckets = rows.find(({ name }) => name === "agent.run.duration")?.histogram?.buckets;
    expect(buckets?.slice(3, 9)).toEqual([5, 10, 12, 15, 20, 30]);
  });

  test("content stays only where the plan says so, and secrets go even then", () => {
    const capture = yamlOf({ content: { capture: true, patterns: [] } });
    expect(yamlOf()).toContain("system_instructions");
    expect(capture).not.toContain("system_instructions");
    expect(capture).toContain("AKIA");
    expect(capture).not.toContain("truncate_all");
  });

  test("an operator's pattern is quoted, whatever is in it", () => {
    const yaml = yamlOf({ content: { capture: false, patterns: ['a"b\\d$'] } });
    expect(yaml).toContain('a\\"b\\\\d$$');
  });

  test("full sampling until a date leaves the clock to the collector", () => {
    const sampling = { ...TEST_COLLECTOR.sampling, fullUntil: "2026-12-01" };
    expect(yamlOf({ sampling })).toContain('Now() < Time("2026-12-01", "%Y-%m-%d")');
  });

  test("loops are kept from one iteration over the maximum on", () => {
    expect(yamlOf()).toContain(`min_value: ${TEST_COLLECTOR.sampling.maxIterations + 1}`);
  });

  test("without a destination for metrics nothing is generated", () => {
    expect(() => describeWith({ destinations: [destinationPlan({ type: "jaeger" })] })).toThrow(
      "agentobs:destinations: no destination takes the metrics\n  Fix: add { type: victoriametrics }",
    );
  });

  test("the workload asks for its peers, so the edges are known", () => {
    asked.length = 0;
    const { args, environment, health } = describeWith();
    expect(asked).toEqual(["sends jaeger.otlpGrpc", "sends victoriametrics.http"]);
    expect(args).toContain("/etc/collector.yaml");
    expect(environment).toMatchObject({ GOMEMLIMIT: "461MiB", GOGC: "400" });
    expect(health).toMatchObject({ port: "health", path: "/" });
  });
});
