import { describe, expect, test } from "vitest";
import { problemsOf } from "../support/refused.ts";
import { clusterPlanOf, planOf } from "../support/tier-files.ts";

const secrets = { "jaeger-storage-password": "x" };
const login = { user: "jaeger", passwordSecret: "jaeger-storage-password" };
const clickhouse = { addresses: ["ch-0.example:9440", "ch-1.example:9441"], ...login };
const elasticsearch = { urls: ["https://elastic.example:9200"], ...login };
const stored = (storage: object, own: object = {}) =>
  clusterPlanOf({ secrets, jaeger: { storage }, ...own });

describe("what is refused", () => {
  const refused = (plan: () => unknown): string[] =>
    problemsOf(plan).map(({ where, what }) => `${where.split("agentobs:")[1] ?? ""}: ${what}`);
  const mistakes: [title: string, plan: () => unknown, problem: string][] = [
    [
      "several replicas on disks of their own",
      () => clusterPlanOf({ jaeger: { replicas: 2 } }),
      "jaeger.replicas: 2 replicas, and badger keeps each one's traces from the others",
    ],
    [
      "two stores",
      () => stored({ clickhouse, elasticsearch }),
      "jaeger.storage: needs either clickhouse or elasticsearch",
    ],
    [
      "a store without a Jaeger",
      () =>
        stored(
          { clickhouse },
          {
            destinations: [
              { type: "jaeger", endpoint: "https://j.example" },
              { type: "victoriametrics" },
            ],
          },
        ),
      "jaeger.storage: this stack runs no Jaeger that could store there",
    ],
    [
      "a store for processes on one machine",
      () => planOf({ secrets, jaeger: { storage: { elasticsearch } } }),
      "jaeger.storage: on one machine Jaeger keeps its traces itself",
    ],
    [
      "a password that nobody set",
      () => clusterPlanOf({ jaeger: { storage: { elasticsearch } } }),
      'jaeger.storage.elasticsearch.passwordSecret: there is no secret "jaeger-storage-password"',
    ],
  ];

  test.for(mistakes)("%s", ([, plan, problem]) => {
    expect(refused(plan)).toEqual([problem]);
  });

  test("in production, traces in clear", () => {
    const own = { environment: "production" };
    expect(refused(() => stored({ clickhouse: { ...clickhouse, tls: false } }, own))).toContain(
      "jaeger.storage.clickhouse.tls: in production traces and passwords travel over TLS only",
    );
    const urls = ["http://elastic.example:9200"];
    expect(refused(() => stored({ elasticsearch: { ...elasticsearch, urls } }, own))).toContain(
      "jaeger.storage.elasticsearch.urls: in production traces and passwords travel over TLS only",
    );
  });
});
