import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { workloadsOf } from "../../stacks/workloads.ts";
import { KafkaExporterConfig, KafkaReceiverConfig } from "../support/kafka-schema.ts";
import { type File, filesOf, planOf } from "../support/tier-files.ts";

const BROKERS = ["kafka-0.example:9093", "kafka-1.example:9093"];
const KAFKA = {
  secrets: { "kafka-password": "T0P-S3CRET" },
  collector: {
    samplers: 2,
    kafka: {
      brokers: BROKERS,
      sasl: { mechanism: "SCRAM-SHA-512", username: "kit", passwordSecret: "kafka-password" },
    },
  },
};

describe("Kafka between the tiers", () => {
  const { files, gateway, sampler } = filesOf(KAFKA);

  test("has the configuration that the components document", () => {
    const exporter = gateway.exporters["kafka/samplers"];
    const receiver = sampler.receivers["kafka/gateways"];
    expect(KafkaExporterConfig.parse(exporter)).toEqual(exporter);
    expect(KafkaReceiverConfig.parse(receiver)).toEqual(receiver);
    expect(() =>
      KafkaExporterConfig.parse({ ...exporter, partition_traces_by_trace_id: true }),
    ).toThrow();
  });

  test("keys messages by trace id, and a sampler that restarts keeps its partitions", () => {
    expect(gateway.exporters["kafka/samplers"]).toMatchObject({
      brokers: BROKERS,
      partition_traces_by_id: true,
      traces: { topic: "agentobs-spans" },
    });
    const other = parse(files["sampler-1/sampler.yaml"] ?? "") as File;
    expect(sampler.receivers["kafka/gateways"]).toMatchObject({ group_instance_id: "sampler-0" });
    expect(other.receivers["kafka/gateways"]).toMatchObject({ group_instance_id: "sampler-1" });
  });

  test("keeps messages under what a broker takes", () => {
    expect(gateway.exporters["kafka/samplers"]).toHaveProperty(
      "sending_queue.batch.sizer",
      "bytes",
    );
    expect(gateway.exporters["kafka/samplers"]).toHaveProperty(
      "sending_queue.batch.max_size",
      900_000,
    );
  });

  test("forces the search for secrets before anything is on the brokers' disks", () => {
    expect(planOf(KAFKA).collector.content.redactAt).toBe("ingest");
    expect(Object.keys(sampler.processors)).toContain("transform/tidy");
    expect(Object.keys(sampler.processors)).not.toContain("transform/redact");
    expect(JSON.stringify(gateway.processors["transform/ingest"])).toContain("redact.dirty");
  });

  test("is over TLS unless that is switched off, and the password is in no file", () => {
    expect(gateway.exporters["kafka/samplers"]).toMatchObject({
      tls: { min_version: "1.2" },
      auth: { sasl: { password: "${env:AGENTOBS_SECRET_KAFKA_PASSWORD}" } },
    });
    expect(JSON.stringify(files)).not.toContain("T0P-S3CRET");
    for (const { name, secrets } of workloadsOf(planOf(KAFKA)))
      if (name === "collector" || name === "sampler")
        expect(secrets).toEqual([
          { secret: "kafka-password", environment: "AGENTOBS_SECRET_KAFKA_PASSWORD" },
        ]);
    const plain = { samplers: 2, kafka: { brokers: BROKERS, tls: false } };
    expect(filesOf({ collector: plain }).gateway.exporters["kafka/samplers"]).toMatchObject({
      tls: { insecure: true },
    });
  });
});
