import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { targetsOf } from "../../cli/verify/targets.ts";
import { destinationPlan } from "../../stacks/destinations.ts";
import { FACTS } from "../../stacks/destination-facts.ts";
import { Destination } from "../../stacks/settings-destinations.ts";

const ENDPOINTS = {
  otlpHttpUrl: "http://127.0.0.1:4318",
  otlpGrpcUrl: "http://127.0.0.1:4317",
  collectorMetricsUrl: "http://127.0.0.1:8888",
};
const planned = (destination: object) => destinationPlan(Destination.parse(destination));
const reasonFor = (destination: object, endpoints = ENDPOINTS): string => {
  const { looked, notLooked } = targetsOf([planned(destination)], endpoints, () => undefined);
  expect(looked.length + notLooked.length).toBe(1);
  return notLooked[0]?.because ?? "looked into";
};

describe("where verify asks", () => {
  test.for([
    [{ type: "tempo", endpoint: "https://t.example:4317" }, undefined],
    [
      { type: "tempo", endpoint: "https://t.example:4317", queryEndpoint: "https://t.example/" },
      "https://t.example",
    ],
    [{ type: "jaeger", endpoint: "https://j.example:4317" }, undefined],
    [{ type: "prometheus", endpoint: "https://p.example/a/api/v1/write" }, "https://p.example/a"],
    [{ type: "prometheus", endpoint: "https://p.example/api/v1/push" }, undefined],
    [{ type: "victoriametrics", endpoint: "https://v.example/" }, "https://v.example"],
    [{ type: "victoriametrics", endpoint: "https://v.example/insert/0" }, undefined],
    [{ type: "langfuse", endpoint: "https://l.example/" }, "https://l.example"],
    [{ type: "langfuse", region: "jp" }, "https://jp.cloud.langfuse.com"],
    [{ type: "otlp", endpoint: "https://o.example" }, undefined],
  ] as const)("%o is asked at %s", ([destination, url]) => {
    expect(planned(destination).queryUrl).toBe(url);
  });
});

describe("why a destination is not looked into", () => {
  test.for([
    [{ type: "otlp", endpoint: "https://o.example" }, /OTLP is for sending/],
    [{ type: "tempo", endpoint: "https://t.example:4317" }, /nobody says where it answers/],
    [{ type: "jaeger" }, /its address is not known here/],
    [{ type: "langfuse", region: "eu" }, /"langfuse-public-key" and "langfuse-secret-key" is not/],
    [
      { type: "grafana-cloud", endpoint: "https://g.example", instanceId: "1", tokenSecret: "t" },
      /neither its Grafana nor a token/,
    ],
    [{ type: "honeycomb", region: "eu", keySecret: "k" }, /the ingest key may not ask/],
  ] as const)("%o", ([destination, reason]) => {
    expect(reasonFor(destination)).toMatch(reason);
  });

  test("one that the kit runs needs nothing but its address", () => {
    const endpoints = { ...ENDPOINTS, jaegerUrl: "http://127.0.0.1:16686" };
    expect(reasonFor({ type: "jaeger" }, endpoints)).toBe("looked into");
  });
});

test("without the plan's query API only what the kit put into Honeycomb is looked at", () => {
  const honeycomb = {
    url: "https://api.honeycomb.io",
    key: "hcaxk",
    dataset: "agentobs-metrics",
    mayQuery: false,
    contents: { triggers: {}, boards: ["AgentObs"] },
  };
  const destination = planned({ type: "honeycomb", region: "us", keySecret: "k" });
  const { looked, notLooked } = targetsOf([destination], ENDPOINTS, () => undefined, { honeycomb });
  expect(looked[0]).toMatchObject({ title: "Honeycomb" });
  expect(looked[0]?.contents).toBeDefined();
  expect(looked[0]?.traces ?? looked[0]?.metrics).toBeUndefined();
  expect(notLooked).toMatchObject([
    {
      destination: "honeycomb",
      signals: ["traces", "metrics"],
      because: expect.stringContaining("Enterprise plan") as string,
    },
  ]);
});

test("docs/verify.md says of every destination what is asked", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/verify.md"), "utf8");
  for (const kind of Object.keys(FACTS))
    expect(page, kind).toMatch(new RegExp(`^\\| \`${kind}\` \\|`, "m"));
});
