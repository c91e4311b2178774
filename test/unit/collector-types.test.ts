import { expect, test } from "vitest";
import { collectorFile } from "../../components/collector/config.ts";
import { counts, forward, serialise } from "../../components/collector/derive.ts";
import {
  derive,
  type Derived,
  type Exporter,
  ingest,
  ingestLogs,
  type Normalised,
  type Processor,
  type Receiver,
  sample,
} from "../../components/collector/pipeline.ts";
import { memoryLimiter } from "../../components/collector/protect.ts";
import { tailSampling } from "../../components/collector/sample.ts";
import { transform } from "../../components/collector/transform.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";

const receiver: Receiver = { kind: "receivers", type: "otlp", config: {} };
const exporter: Exporter = { kind: "exporters", type: "otlp_http", config: {} };
const limit = memoryLimiter(100);
const shape = transform("shape", {});
const sampler = tailSampling(TEST_COLLECTOR.sampling);
const spans = ingest({ receiver, limit, shape: [shape] });
const logs = ingestLogs({ receiver, limit, shape: [shape] });
const counting = {
  serialise,
  counts: counts(TEST_COLLECTOR.derive),
  forward,
  exporters: [exporter],
} as const;

/** Never called: each line must fail to compile, which `tsc` checks. */
export function impossible(derived: Derived, anyProcessor: Processor): unknown {
  // @ts-expect-error a sampler can't stand among what shapes spans before they are counted
  ingest({ receiver, limit, shape: [shape, sampler] });
  // @ts-expect-error nor can a processor that might be one
  ingest({ receiver, limit, shape: [anyProcessor] });
  // @ts-expect-error nor in the limiter's place
  ingest({ receiver, limit: sampler, shape: [shape] });
  // @ts-expect-error nor in the place of the batches
  derive({ spans, logs }, { ...counting, serialise: sampler });
  // @ts-expect-error metrics are derived from what was ingested, never from what was sampled
  derive({ spans: sample(derived, { sampler, shape: [], exporters: [exporter] }), logs }, counting);
  // @ts-expect-error sampling comes after the derivation
  sample(spans, { sampler, shape: [], exporters: [exporter] });
  // @ts-expect-error traces that nothing takes
  sample(derived, { sampler, shape: [], exporters: [] });
  // @ts-expect-error derived spans that nobody carries on are not a wired pipeline
  collectorFile({ wired: [derived], extensions: [], telemetry: {}, longTexts: {} });
  // @ts-expect-error a stage can't be made by hand
  const byHand: Normalised = { receiver, processors: [limit, shape] };
  // @ts-expect-error pipelines hold parts, not ids
  ingest({ receiver: "otlp", limit, shape: [shape] });
  // @ts-expect-error a part of one kind can't take the place of another
  sample(derived, { sampler, shape: [], exporters: [receiver] });
  return byHand;
}

test("the possible order compiles, and every part of it is in the file", () => {
  const wired = sample(derive({ spans, logs }, counting), {
    sampler,
    shape: [],
    exporters: [exporter],
  });
  const { yaml } = collectorFile({ wired: [wired], extensions: [], telemetry: {}, longTexts: {} });
  for (const id of ["otlp", "memory_limiter", "transform/shape", "tail_sampling", "otlp_http"])
    expect(yaml).toContain(`\n  ${id}:`);
});

test("two parts of one id that differ are refused with both named", () => {
  const other: Receiver = { ...receiver, config: { protocols: {} } };
  const clash = ingestLogs({ receiver: other, limit, shape: [shape] });
  const wired = sample(derive({ spans, logs: clash }, counting), {
    sampler,
    shape: [],
    exporters: [exporter],
  });
  expect(() =>
    collectorFile({ wired: [wired], extensions: [], telemetry: {}, longTexts: {} }),
  ).toThrow(
    "receivers.otlp: two pipelines define it differently\n  Fix: give one of the parts a name",
  );
});
