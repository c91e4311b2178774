import { expect, test } from "vitest";
import { parse } from "yaml";
import { collectorFile } from "../../components/collector/config.ts";
import { counts, forward, serialise } from "../../components/collector/derive.ts";
import {
  type Counted,
  deliver,
  derive,
  type Exporter,
  ingest,
  ingestLogs,
  type Normalised,
  type Outlet,
  type Processor,
  type Receiver,
  type Wired,
} from "../../components/collector/pipeline.ts";
import { memoryLimiter } from "../../components/collector/protect.ts";
import { tailSampling } from "../../components/collector/sample.ts";
import { transform } from "../../components/collector/transform.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";

const receiver: Receiver = { kind: "receivers", type: "otlp", config: {} };
const exporter: Exporter = { kind: "exporters", type: "otlp_http", config: {} };
const limit = memoryLimiter(100);
const shape = transform("shape", {});
const sampler = tailSampling(TEST_COLLECTOR.sampling, {
  name: "sample",
  which: "all",
  sampled: true,
  destinations: ["file"],
});
const spans = ingest({ receiver, limit, shape: [shape] });
const logs = ingestLogs({ receiver, limit, shape: [shape] });
const counting = {
  serialise,
  counts: counts(TEST_COLLECTOR.derive),
  forward,
  exporters: [exporter],
} as const;

const outlet: Outlet = { name: "sample", sampler, shape: [], exporters: [exporter] };

/** Never called: each line must fail to compile, which `tsc` checks. */
export function impossible(counted: Counted, anyProcessor: Processor): unknown {
  // @ts-expect-error a sampler can't stand among what shapes spans before they are counted
  ingest({ receiver, limit, shape: [shape, sampler] });
  // @ts-expect-error nor can a processor that might be one
  ingest({ receiver, limit, shape: [anyProcessor] });
  // @ts-expect-error nor in the limiter's place
  ingest({ receiver, limit: sampler, shape: [shape] });
  // @ts-expect-error nor in the place of the batches
  derive({ spans, logs }, { ...counting, serialise: sampler });
  // @ts-expect-error metrics are derived from what was ingested, never from what was sampled
  derive({ spans: deliver(counted, [outlet]), logs }, counting);
  // @ts-expect-error sampling comes after the derivation
  deliver(spans, [outlet]);
  // @ts-expect-error counted spans without an outlet
  deliver(counted, []);
  // @ts-expect-error traces that nothing takes
  deliver(counted, [{ ...outlet, exporters: [] }]);
  // @ts-expect-error what cleans a trace can't drop it
  deliver(counted, [{ ...outlet, shape: [sampler] }]);
  // @ts-expect-error counted spans that nobody carries on are not a wired pipeline
  collectorFile({ wired: [counted], extensions: [], telemetry: {}, longTexts: {} });
  // @ts-expect-error a stage can't be made by hand
  const byHand: Normalised = { receiver, processors: [limit, shape] };
  // @ts-expect-error pipelines hold parts, not ids
  ingest({ receiver: "otlp", limit, shape: [shape] });
  // @ts-expect-error a part of one kind can't take the place of another
  deliver(counted, [{ ...outlet, exporters: [receiver] }]);
  return byHand;
}

const fileOf = (wired: Wired): string =>
  collectorFile({ wired: [wired], extensions: [], telemetry: {}, longTexts: {} }).yaml;

test("the possible order compiles, and every part of it is in the file", () => {
  const yaml = fileOf(deliver(derive({ spans, logs }, counting), [outlet]));
  for (const id of ["otlp", "memory_limiter", "transform/shape", "tail_sampling", "otlp_http"])
    expect(yaml).toContain(`\n  ${id}:`);
});

test("every outlet gets all counted spans, and only the one with a sampler drops some", () => {
  const whole: Outlet = { name: "all", shape: [], exporters: [exporter] };
  const { service } = parse(
    fileOf(deliver(derive({ spans, logs }, counting), [outlet, whole])),
  ) as {
    service: { pipelines: Record<string, object> };
  };
  expect(service.pipelines).toMatchObject({
    "traces/sample": { receivers: ["forward/sample"], processors: ["tail_sampling"] },
    "traces/all": { receivers: ["forward/sample"], processors: [] },
  });
});

test("two parts of one id that differ are refused with both named", () => {
  const other: Receiver = { ...receiver, config: { protocols: {} } };
  const clash = ingestLogs({ receiver: other, limit, shape: [shape] });
  expect(() => fileOf(deliver(derive({ spans, logs: clash }, counting), [outlet]))).toThrow(
    "receivers.otlp: two pipelines define it differently\n  Fix: give one of the parts a name",
  );
});

test("two outlets of one name are refused: one would silently replace the other", () => {
  expect(() => fileOf(deliver(derive({ spans, logs }, counting), [outlet, outlet]))).toThrow(
    "pipelines.traces/sample: two pipelines have this name\n  Fix: give one",
  );
});
