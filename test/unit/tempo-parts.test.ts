import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { TEMPO_PARTS } from "../../components/core/names.ts";
import { peersBefore, startOrder } from "../../components/start-order.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { tempoMode, tempoReplicas } from "../../stacks/tempo-mode.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { TEMPO_PARTS_SETTINGS } from "../support/tempo-parts.ts";
import { TempoFile } from "../support/tempo-schema.ts";

const FILE = "Pulumi.t.yaml";
const settings = parseSettings(TEMPO_PARTS_SETTINGS, FILE);
const stack = workloadsOf(planFor(settings));
const part = (name: string) => {
  const found = stack.find((workload) => workload.name === name);
  if (!found) throw new Error(`${name} does not run`);
  return found;
};
const file = (name: string) => TempoFile.parse(parse(part(name).files["tempo.yaml"] ?? ""));
const traffic = (runsPerMinute: number, bytesPerSpan: number) => {
  const declared = { ...settings.traffic, runsPerMinute, spansPerRun: 60, bytesPerSpan };
  return { tempo: { storage: {} }, traffic: declared };
};

describe("Tempo's parts, one by one", () => {
  test.for(TEMPO_PARTS)("%s writes only keys that version 3 documents", (name) => {
    expect(() => file(name)).not.toThrow();
  });

  test("run instead of the one process, and each is a target of its own", () => {
    expect(stack.map(({ name }) => name).filter((name) => name.startsWith("tempo"))).toEqual(
      TEMPO_PARTS,
    );
    const targets = TEMPO_PARTS.map((name) => part(name).args[0]);
    expect(targets).toEqual([
      "-target=live-store",
      "-target=live-store",
      "-target=backend-scheduler",
      "-target=block-builder",
      "-target=query-frontend",
      "-target=querier",
      "-target=backend-worker",
      "-target=distributor",
    ]);
  });

  test("two live-stores of different zones read each partition", () => {
    const zones = ["a", "b"].map((zone) => part(`tempo-live-store-${zone}`));
    expect(zones.map(({ replicas }) => replicas)).toEqual([2, 2]);
    expect(zones.map(({ args }) => args.at(-1))).toEqual([
      "-live-store.instance-availability-zone=a",
      "-live-store.instance-availability-zone=b",
    ]);
    expect(part("tempo-block-builder").replicas).toBe(2);
    expect(file("tempo-block-builder").block_builder?.partitions_per_instance).toBe(1);
  });

  test("a querier serves every frontend, by the name that all of them have", () => {
    expect(file("tempo-querier").querier?.frontend_worker.frontend_address).toBe(
      "tempo-query-frontend-headless.agentobs.svc:9095",
    );
  });

  test("each may gossip with every other, and nobody waits for that", () => {
    for (const name of TEMPO_PARTS) {
      const peers = part(name).edges.filter(({ relation }) => relation === "gossips");
      expect(peers.map(({ to }) => to).sort()).toEqual([...TEMPO_PARTS].sort());
    }
    const starting = stack.map((workload) => ({
      name: workload.name,
      after: peersBefore(workload).map((peer) => peer.replace(/-\d+$/, "")),
    }));
    expect(startOrder(starting)).toHaveLength(stack.length);
  });

  test("the collector sends to the distributor, and Grafana asks the frontend", () => {
    expect(file("tempo-distributor").distributor?.receivers?.otlp.protocols.grpc.endpoint).toBe(
      "0.0.0.0:4317",
    );
    const edges = stack.flatMap(({ name, edges }) =>
      edges.map(({ to, port, relation }) => `${name} ${relation} ${to}.${port}`),
    );
    expect(edges).toContain("sampler sends tempo-distributor.otlpGrpc");
    expect(edges).toContain("grafana reads tempo-query-frontend.http");
    for (const name of TEMPO_PARTS) expect(edges).toContain(`victoriametrics scrapes ${name}.http`);
  });

  test("only those that use the bucket or Kafka can reach it, and get its secrets", () => {
    const ports = (name: string) => part(name).outside.map(({ port }) => port);
    const secrets = (name: string) =>
      part(name).secrets.map((use) => "secret" in use && use.secret);
    expect(ports("tempo-distributor")).toEqual([9092]);
    expect(secrets("tempo-distributor")).toEqual(["kafka-password"]);
    expect(ports("tempo-block-builder")).toEqual([9092, 443]);
    expect(secrets("tempo-querier")).toEqual(["s3-access", "s3-secret"]);
    expect(JSON.stringify(stack)).not.toContain("KAFKA-NOT-FOR-FILES");
  });

  test("Kafka's brokers keep their own settings", () => {
    expect(file("tempo-distributor").ingest?.kafka).toEqual({
      address: "kafka.kafka.svc:9092",
      topic: "tempo-traces",
      sasl_username: "tempo",
      sasl_password: "$" + "{TEMPO_KAFKA_PASSWORD}",
      auto_create_topic_enabled: false,
    });
  });
});

describe("how Tempo runs", () => {
  test("one process, up to the lower end of what its guide names", () => {
    expect(tempoMode(traffic(55_000, 400)).microservices).toBe(false);
    expect(tempoMode(traffic(55_001, 400)).microservices).toBe(true);
    expect(tempoMode(traffic(25_000, 1000)).microservices).toBe(false);
    expect(tempoMode(traffic(25_000, 1001)).microservices).toBe(true);
  });

  test("says why, with the numbers", () => {
    expect(tempoMode(traffic(60_000, 400)).how).toBe(
      "60000 spans/s and 24000000 B/s, when an incident keeps every trace, are over 55000 spans/s or 25000000 B/s, what one process takes",
    );
    expect(part("tempo-querier").files["tempo.yaml"]).toContain("# Parts one by one: as set\n");
  });

  test("more traffic, more of each part but the one scheduler", () => {
    const busy = tempoReplicas(traffic(100_000, 1000));
    expect(busy).toEqual({
      "tempo-live-store-a": 13,
      "tempo-live-store-b": 13,
      "tempo-backend-scheduler": 1,
      "tempo-block-builder": 13,
      "tempo-query-frontend": 2,
      "tempo-querier": 50,
      "tempo-backend-worker": 5,
      "tempo-distributor": 10,
    });
  });

  test("its parts share a bucket and Kafka: without, the fix names both, and the way back", () => {
    const own = { preset: "kubernetes-tempo", tempo: { mode: "microservices" } };
    expect(() => parseSettings(own, FILE)).toThrow(
      [
        `${FILE}: agentobs:tempo.storage.s3: Tempo's parts run one by one (as set), and share a bucket`,
        '  Fix: agentobs:tempo: { storage: { s3: { endpoint: "https://s3.eu-west-1.amazonaws.com", bucket: traces, region: "eu-west-1", accessKeySecret: "tempo-s3-access-key", secretKeySecret: "tempo-s3-secret-key" } } }, or agentobs:tempo: { mode: monolithic }',
        `${FILE}: agentobs:tempo.kafka: Tempo's parts run one by one (as set), and share Kafka`,
        '  Fix: agentobs:tempo: { kafka: { address: "kafka.example:9092" } }, or agentobs:tempo: { mode: monolithic }',
      ].join("\n"),
    );
  });

  test("a secret that nobody set is named", () => {
    const own = { ...TEMPO_PARTS_SETTINGS, secrets: { "s3-access": "x", "s3-secret": "x" } };
    expect(() => parseSettings(own, FILE)).toThrow(
      `agentobs:tempo.kafka.sasl.passwordSecret: there is no secret "kafka-password"`,
    );
  });
});
