import { describe, expect, test } from "vitest";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

const plan = (own: Record<string, unknown> = {}) =>
  planFor(parseSettings({ preset: "local", ...own }, "Pulumi.local.yaml"));

describe("the plan", () => {
  test("is plain values: it survives JSON unchanged", () => {
    expect(JSON.parse(JSON.stringify(plan()))).toEqual(structuredClone(plan()));
  });

  test("waits longer than the longest run, and makes room for twice the declared traffic", () => {
    const { sizes } = plan({ traffic: { runsPerMinute: 600, longestRunSeconds: 300 } });
    expect(sizes.decisionWaitSeconds).toBe(330);
    expect(sizes.maxTraces).toBe(2 * 10 * 330);
    expect(sizes.bufferedSpans).toBe(2 * 10 * 20 * 330);
  });

  test("gives the collector more memory for more traffic", () => {
    const small = plan({ traffic: { runsPerMinute: 60 } }).sizes.memoryLimitMiB;
    const large = plan({ traffic: { runsPerMinute: 6000 } }).sizes.memoryLimitMiB;
    expect(large).toBeGreaterThan(10 * small);
  });

  test("makes every alert threshold a bucket bound of its histogram", () => {
    const { extraBuckets } = plan({
      alerts: { latency: { p99Seconds: 42 }, context: { overPercent: 88 } },
    }).collector.derive;
    expect(extraBuckets.runDuration).toContain(42);
    expect(extraBuckets.llmContextUtilization).toContain(88);
  });

  test("turns every SDK's content switch with one setting", () => {
    const off = plan().agentEnvironment;
    const on = plan({ content: { capture: true, reason: "a support case, until Friday" } });
    expect(off).toMatchObject({
      OPENLIT_CAPTURE_MESSAGE_CONTENT: "false",
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "false",
      TRACELOOP_TRACE_CONTENT: "false",
      OPENINFERENCE_HIDE_INPUTS: "true",
    });
    expect(on.agentEnvironment).toMatchObject({
      OPENLIT_CAPTURE_MESSAGE_CONTENT: "true",
      OPENINFERENCE_HIDE_OUTPUTS: "false",
    });
  });
});

describe("workloads", () => {
  test("declare exactly the connections that the picture shows", () => {
    const edges = workloadsOf(plan()).flatMap(({ name, edges }) =>
      edges.map(({ to, port, relation }) => `${name} ${relation} ${to}.${port}`),
    );
    expect(edges.sort()).toEqual([
      "collector sends jaeger.otlpGrpc",
      "collector sends victoriametrics.http",
      "victoriametrics scrapes alertmanager.http",
      "victoriametrics scrapes collector.metrics",
      "victoriametrics scrapes jaeger.metrics",
      "victoriametrics scrapes vmalert.http",
      "vmalert reads victoriametrics.http",
      "vmalert sends alertmanager.http",
      "vmalert sends victoriametrics.http",
    ]);
  });

  test("a secret stays a reference in every artefact", () => {
    const secretPlan = plan({
      secrets: { hook: "https://hooks.example/T0P-S3CRET" },
      alerts: { routes: [{ severities: ["critical"], webhook: { urlSecret: "hook" } }] },
    });
    const files = artefactsFor(secretPlan);
    const workloads = workloadsOf(secretPlan);
    expect(JSON.stringify([files, workloads])).not.toContain("T0P-S3CRET");
    expect(files["alertmanager.yaml"]).toContain("url_file: secrets/alertmanager/webhook-1-url");
    expect(workloads.find(({ name }) => name === "alertmanager")?.secrets).toEqual([
      { secret: "hook", file: "webhook-1-url" },
    ]);
  });
});
