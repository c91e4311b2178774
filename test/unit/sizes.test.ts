import { describe, expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { sizesFor } from "../../stacks/sizes.ts";

const settings = (own: Record<string, unknown> = {}) =>
  parseSettings({ preset: "local", ...own }, "Pulumi.local.yaml");
/** As a platform with several machines would see it, where none is built yet. */
const elsewhere = (traffic: object) => ({
  ...settings(),
  traffic: { ...settings().traffic, ...traffic },
  platform: "kubernetes" as const,
});

describe("replicas", () => {
  test("on several machines no tier is a single point of failure", () => {
    expect(sizesFor(elsewhere({ runsPerMinute: 1 }))).toMatchObject({ gateways: 2, samplers: 2 });
  });

  test("follow from the spans that one core takes, and half a core stays free", () => {
    const traffic = elsewhere({ runsPerMinute: 300_000, spansPerRun: 20 });
    const kafka = { brokers: ["kafka:9092"], topic: "spans", tls: true };
    const collector = { ...traffic.collector, kafka };
    const sizes = sizesFor({ ...traffic, collector });
    // 100,000 spans/s ÷ 13,000 per core ÷ 0.5 = 15.4 cores, two each.
    expect(sizes.gatewayCores).toBe(15.4);
    expect(sizes.gateways).toBe(8);
    expect(sizes.how["gatewayCores"]).toBe(
      "100000 spans/s ÷ 13000 spans/s per core ÷ 0.5 (room for bursts)",
    );
    expect(sizes.how["gateways"]).toMatch(/^15.4 cores ÷ 2 cores each, or 0 MiB /);
  });

  test("follow from what they hold in memory for samplers that are down", () => {
    const sizes = sizesFor(elsewhere({ runsPerMinute: 60_000, spansPerRun: 20 }));
    // 20,000 spans/s × 300 s × 2800 B = 16,022 MiB, of which each holds 2048.
    expect(sizes.gateways).toBe(8);
    expect(sizes.memoryLimitMiB).toBeLessThan(4600);
    expect(sizes.how["gateways"]).toContain(
      "or 16022 MiB of spans for samplers that are down ÷ 2048 MiB each",
    );
  });

  test("are more where spans are searched at ingest, which costs twice the time", () => {
    const traffic = { runsPerMinute: 300_000, spansPerRun: 20 };
    const atIngest = { ...elsewhere(traffic) };
    const content = { ...atIngest.content, redactAt: "ingest" as const };
    expect(sizesFor({ ...atIngest, content }).gatewayCores).toBe(15.4);
  });

  test("of samplers follow from the spans that wait", () => {
    const sizes = sizesFor(elsewhere({ runsPerMinute: 60_000 }));
    // 2 × 20,000 spans/s × 210 s × 2800 B = 22,431 MiB.
    expect(sizes.samplers).toBe(6);
    expect(sizes.how["samplers"]).toBe("22431 MiB of buffered spans ÷ 4096 MiB each, at least 2");
  });

  test("are the operator's where they are said", () => {
    const sizes = sizesFor(settings({ collector: { samplers: 5 } }));
    expect(sizes).toMatchObject({ gateways: 1, samplers: 5 });
    expect(sizes.how["samplers"]).toBe("as set");
  });
});

describe("memory", () => {
  const OWN = [{ type: "jaeger" }, { type: "victoriametrics" }];
  const LANGFUSE = {
    type: "langfuse",
    region: "eu",
    publicKeySecret: "public",
    secretKeySecret: "secret",
  };

  test("counts what waits, the largest trace and what was decided, for each buffer", () => {
    const one = sizesFor(settings()).memoryLimitMiB;
    const apart = sizesFor(
      settings({ destinations: [...OWN, LANGFUSE], secrets: { public: "", secret: "" } }),
    );
    // 8400 × 2800 B → 23 MiB, 20 MiB of spans on the heap → 38, 20,000 × 117 B → 3.
    expect(one).toBe(256 + 2 * (23 + 38 + 3));
    expect(apart.memoryLimitMiB).toBe(256 + 2 * 2 * (23 + 38 + 3));
    expect(apart.how["memoryLimitMiB"]).toContain("× 2 buffers ×");
    expect(apart.how["samplingBuffers"]).toBe(
      "destinations choose sampled traces, unsampled GenAI traces",
    );
  });

  test("of a gateway with samplers is what it holds for those that are down", () => {
    const sizes = sizesFor(settings({ collector: { samplers: 2 } }));
    expect(sizes.memoryLimitMiB).toBe(256 + 2 * Math.ceil((2 * 10_000 * 2800) / 1024 ** 2));
    expect(sizes.samplerMemoryLimitMiB).toBeLessThan(sizesFor(settings()).memoryLimitMiB);
  });
});

describe("waits and limits", () => {
  test("a short wait is never longer after the root than as a whole", () => {
    const short = { traffic: { longestRunSeconds: 3 }, sampling: { decisionWaitSeconds: 5 } };
    expect(sizesFor(settings(short)).decisionWaitAfterRootSeconds).toBe(5);
    expect(sizesFor(settings()).decisionWaitAfterRootSeconds).toBe(10);
  });

  test("decisions are remembered for ten buffers full of traces", () => {
    const { maxTraces, rememberedDecisions } = sizesFor(settings());
    expect(rememberedDecisions).toBe(10 * maxTraces);
  });

  test("the largest trace has room for ten ordinary runs, and for 10,000 spans of 2 KB at least", () => {
    expect(sizesFor(settings()).largestTraceBytes).toBe(20 * 1024 ** 2);
    const long = { traffic: { spansPerRun: 3_000, runsPerMinute: 1 } };
    expect(sizesFor(settings(long)).largestTraceBytes).toBe(43 * 1024 ** 2);
  });

  test("every size says where it comes from, with its numbers", () => {
    const { how } = sizesFor(settings({ collector: { samplers: 2 } }));
    for (const name of ["maxTraces", "bufferedSpans", "memoryLimitMiB", "samplerQueueSpans"])
      expect(how[name], name).toMatch(/\d+ .*[×÷+]/);
  });
});
