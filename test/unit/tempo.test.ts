import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { TempoFile } from "../support/tempo-schema.ts";

const FILE = "Pulumi.kubernetes-tempo.yaml";
const S3 = {
  endpoint: "https://s3.eu-west-1.amazonaws.com",
  bucket: "traces",
  region: "eu-west-1",
  accessKeySecret: "s3-access",
  secretKeySecret: "s3-secret",
};
const SECRETS = { "s3-access": "AKIA-NOT-FOR-FILES", "s3-secret": "S3-NOT-FOR-FILES" };
const stackOf = (own: Record<string, unknown> = {}) =>
  workloadsOf(planFor(parseSettings({ preset: "kubernetes-tempo", ...own }, FILE)));
const tempoOf = (own: Record<string, unknown> = {}) => {
  const tempo = stackOf(own).find(({ name }) => name === "tempo");
  if (!tempo) throw new Error("the stack runs no Tempo");
  return tempo;
};
const textOf = (own: Record<string, unknown> = {}) => tempoOf(own).files["tempo.yaml"] ?? "";
const fileOf = (own: Record<string, unknown> = {}) => TempoFile.parse(parse(textOf(own)));

describe("Tempo in one process", () => {
  test("writes only keys that version 3 documents, and none of version 2", () => {
    expect(() => fileOf()).not.toThrow();
    expect(() => fileOf({ tempo: { storage: { s3: S3 } }, secrets: SECRETS })).not.toThrow();
    expect(TempoFile.safeParse({ ...fileOf(), ingester: {} }).success).toBe(false);
  });

  test("takes traces from the collector, wherever that runs, and nothing else", () => {
    const { distributor } = fileOf();
    expect(distributor?.receivers).toEqual({
      otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317", max_recv_msg_size_mib: 32 } } },
    });
    const senders = stackOf().filter(({ edges }) =>
      edges.some(({ to, port }) => to === "tempo" && port === "otlpGrpc"),
    );
    expect(senders.map(({ name }) => name)).toEqual(["sampler"]);
  });

  test("talks to itself on loopback only", () => {
    const file = fileOf();
    expect(file.server?.grpc_listen_address).toBe("127.0.0.1");
    expect(file.memberlist?.bind_addr).toEqual(["127.0.0.1"]);
    expect(file.querier?.frontend_worker.frontend_address).toBe("127.0.0.1:9095");
    expect(file.backend_worker?.backend_scheduler_addr).toBe("127.0.0.1:9095");
  });

  test("writes nowhere but below its data folder", () => {
    const paths = [...textOf().matchAll(/(?:path|dir): (.*)/g)].map(([, path]) => path);
    expect(paths).toHaveLength(5);
    for (const path of paths) expect(path).toMatch(/^\/var\/lib\/agentobs\//);
  });

  test("keeps traces as long as the settings say, and finds all of them", () => {
    const file = fileOf({ retention: { traces: { days: 30 } } });
    expect(file.backend_scheduler?.provider.compaction.compaction.block_retention).toBe("720h");
    expect(file.backend_worker?.compaction?.block_retention).toBe("720h");
    expect(file.query_frontend?.search.max_duration).toBe("720h");
  });

  test("takes a trace as large as the sampler lets through", () => {
    const sampling = { largestTraceMiB: 64 };
    expect(fileOf({ sampling }).overrides?.defaults.global.max_bytes_per_trace).toBe(67_108_864);
  });

  test("keeps longer attributes where content is captured", () => {
    const content = { capture: true, reason: "a support case, until Friday" };
    expect(fileOf().distributor?.max_attribute_bytes).toBe(16_384);
    expect(fileOf({ content }).distributor?.max_attribute_bytes).toBe(65_536);
  });

  test("takes four times the declared traffic, for a queue that drains", () => {
    const busy = { runsPerMinute: 24_000, spansPerRun: 30, bytesPerSpan: 1000 };
    const { ingestion } = fileOf({ traffic: busy }).overrides?.defaults ?? {};
    expect(ingestion).toEqual({
      rate_limit_bytes: 48_000_000,
      burst_size_bytes: 48_000_000,
      max_traces_per_user: 48_000,
    });
    expect(textOf({ traffic: busy })).toContain(
      "rate_limit_bytes: 48000000 = 4 (a queue that drains) × 12000000 B/s",
    );
  });

  test("reports no usage, and sends traces to a bucket only when asked", () => {
    expect(fileOf().usage_report).toEqual({ reporting_enabled: false });
    expect(fileOf().storage?.trace.backend).toBe("local");
    expect(tempoOf().outside).toEqual([]);
  });

  test("in a bucket, its keys are secrets in the environment, in no file", () => {
    const own = { tempo: { storage: { s3: S3 } }, secrets: SECRETS };
    expect(fileOf(own).storage?.trace).toMatchObject({
      backend: "s3",
      s3: {
        endpoint: "s3.eu-west-1.amazonaws.com",
        insecure: false,
        access_key: "$" + "{TEMPO_S3_ACCESS_KEY}",
        secret_key: "$" + "{TEMPO_S3_SECRET_KEY}",
      },
    });
    const { secrets, outside, args } = tempoOf(own);
    expect(secrets).toEqual([
      { secret: "s3-access", environment: "TEMPO_S3_ACCESS_KEY" },
      { secret: "s3-secret", environment: "TEMPO_S3_SECRET_KEY" },
    ]);
    expect(outside).toEqual([{ host: "s3.eu-west-1.amazonaws.com", port: 443 }]);
    expect(args).toContain("-config.expand-env=true");
    expect(JSON.stringify(stackOf(own))).not.toContain("NOT-FOR-FILES");
  });

  test("a store of one's own has a port, and may be plain", () => {
    const endpoint = "http://minio.storage.svc:9000";
    const own = { tempo: { storage: { s3: { ...S3, endpoint } } }, secrets: SECRETS };
    expect(fileOf(own).storage?.trace.s3).toMatchObject({
      endpoint: "minio.storage.svc:9000",
      insecure: true,
    });
    expect(tempoOf(own).outside).toEqual([{ host: "minio.storage.svc", port: 9000 }]);
  });
});

describe("a stack with Tempo", () => {
  test("has it scraped, and Grafana searches it", () => {
    const edges = stackOf().flatMap(({ name, edges }) =>
      edges.filter(({ to }) => to === "tempo").map(({ relation }) => `${name} ${relation}`),
    );
    expect(edges).toEqual(["victoriametrics scrapes", "grafana reads", "sampler sends"]);
    const grafana = stackOf().find(({ name }) => name === "grafana");
    const sources = grafana?.files["provisioning/datasources/agentobs.yaml"];
    expect(sources).toContain("uid: agentobs-tempo");
    expect(sources).toContain("url: http://tempo.agentobs.svc:3200");
    expect(grafana?.files["dashboards/agent-runs.json"]).toContain("/explore?schemaVersion=1");
  });
});
