import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";

const CLOUD = {
  type: "grafana-cloud",
  endpoint: "https://otlp.example/otlp",
  instanceId: "1",
  tokenSecret: "token",
};
const JAEGER = { type: "jaeger", endpoint: "https://jaeger.example:4317" };
const ELSEWHERE = { type: "victoriametrics", endpoint: "https://metrics.example" };

const planOf = (settings: object) =>
  planFor(parseSettings({ secrets: { token: "x" }, ...settings }, "Pulumi.prod.yaml"));

/** The files of either tier, as they are read. */
function tiersOf(settings: object) {
  return workloadsOf(planOf(settings))
    .filter(({ tool }) => tool === "collector")
    .map(({ name, files, ports }) => ({
      name,
      ports: Object.keys(ports),
      config: parse(files[`${name}.yaml`] ?? "") as {
        receivers: Record<string, unknown>;
        service: {
          telemetry: { metrics: { readers: object[] } };
          pipelines: Record<
            string,
            { receivers: string[]; processors: string[]; exporters: string[] }
          >;
        };
      },
    }));
}

describe("where nobody scrapes the collector", () => {
  const onHost = { preset: "local", destinations: [CLOUD] };
  const inCluster = {
    preset: "kubernetes-jaeger",
    destinations: [CLOUD],
    grafana: { run: false },
    traffic: { runsPerMinute: 20_000 },
  };

  test("it reports to itself over loopback, whatever agents must show and wherever it listens", () => {
    for (const settings of [onHost, inCluster])
      for (const { config } of tiersOf(settings)) {
        const own = config.receivers["otlp/own"] as {
          protocols: { grpc: Record<string, string> };
        };
        expect(Object.keys(own.protocols)).toEqual(["grpc"]);
        expect(Object.keys(own.protocols.grpc)).toEqual(["endpoint"]);
        expect(own.protocols.grpc["endpoint"]).toMatch(/^127[.]0[.]0[.]1:/);
        expect(config.service.telemetry.metrics.readers).toHaveLength(2);
      }
  });

  test("both tiers do, and what they report passes the limit and nothing that agents' data passes", () => {
    const tiers = tiersOf(inCluster);
    expect(tiers.map(({ name }) => name).sort()).toEqual(["collector", "sampler"]);
    for (const { config } of tiers)
      expect(config.service.pipelines["metrics/own"]).toEqual({
        receivers: ["otlp/own"],
        processors: ["memory_limiter", "filter/own", "transform/own"],
        exporters: ["otlp_http/grafana-cloud"],
      });
  });

  test("its way in is a port of the host it shares with others, and of no service in a cluster", () => {
    expect(tiersOf(onHost)[0]?.ports).toContain("ownMetrics");
    for (const { ports } of tiersOf(inCluster)) expect(ports).not.toContain("ownMetrics");
  });
});

test("a store that the stack runs scrapes it: nothing is opened, nothing sent twice", () => {
  for (const { config, ports } of tiersOf({ preset: "local" })) {
    expect(Object.keys(config.receivers)).toEqual(["otlp"]);
    expect(ports).not.toContain("ownMetrics");
    expect(config.service.telemetry.metrics.readers).toHaveLength(1);
  }
  const { addresses, alerts } = planOf({ preset: "local" });
  expect(addresses.collector).not.toHaveProperty("ownMetrics");
  expect(alerts.pushedEverySeconds).toBeUndefined();
});

test.for([
  ["is paid by the point", [CLOUD], 60, 60],
  ["is only elsewhere", [JAEGER, ELSEWHERE], 5, 15],
  ["stands beside one of the stack's own", [CLOUD, { type: "victoriametrics" }], 5, undefined],
] as const)(
  "a store that %s is sent points as often as suits it",
  ([, destinations, flush, own]) => {
    const { collector } = planOf({ preset: "local", destinations });
    expect(collector.derive.flushSeconds).toBe(flush);
    expect(collector.ownMetrics?.everySeconds).toBe(own);
  },
);
