import { describe, expect, test } from "vitest";
import { architecture } from "../../cli/architecture.ts";
import { processSpec } from "../../components/platforms/process/spec.ts";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { filesOf, planOf } from "../support/tier-files.ts";

const TWO = { collector: { samplers: 2 } };

describe("one tier", () => {
  test("is what one machine runs unless its operator asks for samplers", () => {
    const plan = planOf();
    expect(plan.collector.tiers).toBeUndefined();
    expect(plan.workloads).not.toContain("sampler-0");
    expect(plan.sizes.how["samplers"]).toBe("a single gateway samples itself");
  });
});

describe("two tiers", () => {
  const plan = planOf(TWO);
  const workloads = workloadsOf(plan);

  test("run a process per sampler, on ports that count up, and none shares files or data", () => {
    const specs = workloads.map(processSpec).filter(({ name }) => name.startsWith("sampler"));
    expect(specs.map(({ name, ports }) => [name, ports["otlpGrpc"], ports["metrics"]])).toEqual([
      ["sampler-0", 14400, 14600],
      ["sampler-1", 14401, 14601],
    ]);
    expect(specs.map(({ args }) => args[1])).toEqual([
      "config/sampler-0/sampler.yaml",
      "config/sampler-1/sampler.yaml",
    ]);
  });

  test("start the samplers behind the stores and before the gateway that sends to them", () => {
    const after = Object.fromEntries(
      workloads.map(processSpec).map((spec) => [spec.name, spec.after]),
    );
    expect(after["sampler-1"]).toEqual(["jaeger"]);
    expect(after["collector"]).toEqual(["sampler-0", "sampler-1", "victoriametrics"]);
  });

  test("are one edge each in the picture, however many replicas there are", () => {
    const edges = workloads.flatMap(({ name, edges }) =>
      edges.map(({ to, port, relation }) => `${name} ${relation} ${to}.${port}`),
    );
    expect(edges.filter((edge) => edge.includes("sampler"))).toEqual([
      "victoriametrics scrapes sampler.metrics",
      "sampler sends jaeger.otlpGrpc",
      "sampler sends jaeger.otlpGrpc",
      "collector sends sampler.otlpGrpc",
    ]);
  });

  test("are one node of the picture", () => {
    const lines = architecture(workloads).split("\n");
    expect(lines.filter((line) => line.startsWith("  sampler["))).toHaveLength(1);
    expect(lines.filter((line) => line === "  sampler -->|sends| jaeger")).toHaveLength(1);
    expect(lines).toContain("  collector -->|sends| sampler");
  });

  test("are all scraped", () => {
    expect(artefactsFor(plan)["scrape.yaml"]).toContain("- 127.0.0.1:14601");
  });

  test("the gateway counts and routes by trace id; it neither samples nor sends to a trace store", () => {
    const { gateway } = filesOf(TWO);
    expect(gateway.processors).not.toHaveProperty("tail_sampling");
    expect(Object.keys(gateway.exporters).sort()).toEqual([
      "load_balancing/samplers",
      "otlp_http/victoriametrics",
    ]);
    expect(gateway.exporters["load_balancing/samplers"]).toMatchObject({
      routing_key: "traceID",
      resolver: { static: { hostnames: ["127.0.0.1:14400", "127.0.0.1:14401"] } },
    });
  });

  test("queue and retries are each sampler's own, in memory: before the routing they lose or double", () => {
    const exporter = filesOf(TWO).gateway.exporters["load_balancing/samplers"];
    expect(exporter).not.toHaveProperty("sending_queue");
    expect(exporter).not.toHaveProperty("retry_on_failure");
    expect(exporter).toHaveProperty("protocol.otlp.retry_on_failure.max_elapsed_time", "300s");
    expect(exporter).toHaveProperty("protocol.otlp.compression", "none");
    expect(exporter).not.toHaveProperty("protocol.otlp.sending_queue.storage");
    expect(exporter).not.toHaveProperty("protocol.otlp.sending_queue.block_on_overflow");
  });

  test("no request is larger than what a sampler takes", () => {
    const exporter = filesOf(TWO).gateway.exporters["load_balancing/samplers"];
    expect(exporter).toHaveProperty("protocol.otlp.sending_queue.batch", {
      sizer: "bytes",
      min_size: 1_000_000,
      max_size: 8_000_000,
      flush_timeout: "200ms",
    });
  });

  test("a sampler counts nothing and cleans nothing away that its policies read", () => {
    const { sampler } = filesOf(TWO);
    expect(sampler).toHaveProperty("connectors", { "forward/sample": {} });
    expect(Object.keys(sampler.processors)).toEqual([
      "memory_limiter",
      "tail_sampling",
      "transform/redact",
    ]);
  });

  test("only the gateway's notes can reach a sampler: nobody sends there but on loopback", () => {
    const { sampler } = filesOf(TWO);
    expect(sampler.receivers).toEqual({
      "otlp/gateways": {
        protocols: { grpc: { endpoint: "127.0.0.1:14400", max_recv_msg_size_mib: 128 } },
      },
    });
  });

  test("share the traffic, and each file says what its own sizes come from", () => {
    const { files } = filesOf({ ...TWO, traffic: { runsPerMinute: 600 } });
    expect(files["sampler-1/sampler.yaml"]).toContain(
      "#   bufferedSpans: 42000 = 2 (a burst) × 600 runs/min ÷ 60 × 20 spans × 210 s ÷ 2 samplers\n",
    );
    expect(files["sampler-1/sampler.yaml"]).not.toContain("#   memoryLimitMiB");
    expect(files["collector.yaml"]).toContain(
      "#   samplerQueueSpans: 30000 = 200 spans/s × 300 s of a sampler that is down ÷ 1 gateways ÷ 2 samplers, at least 10000\n",
    );
    expect(files["collector.yaml"]).not.toContain("#   bufferedSpans");
  });
});
