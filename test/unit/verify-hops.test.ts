import { describe, expect, test } from "vitest";
import { type CollectorSnapshot, parseSamples, snapshotOf } from "../../cli/verify/collector.ts";
import { type Lane, lostBeforeCollector, lostHop, type Way } from "../../cli/verify/hop.ts";

const IDLE = { sent: 0, failed: 0, queued: 0 };
const BEFORE: CollectorSnapshot = {
  startMillis: 0,
  accepted: { http: 100, grpc: 50 },
  refused: 0,
  exported: () => IDLE,
};
const JAEGER: Lane = { destination: "jaeger", title: "Jaeger", signal: "traces" };
const VICTORIA: Lane = {
  destination: "victoriametrics",
  title: "VictoriaMetrics",
  signal: "metrics",
};
const TOOK = { ...BEFORE, accepted: { http: 107, grpc: 54 } };

function ways(after: CollectorSnapshot | undefined, errors: readonly string[] = []): Way[] {
  const before = after && BEFORE;
  return [
    { transport: "http", sentSpans: 7, exportErrors: errors, before, after },
    { transport: "grpc", sentSpans: 4, exportErrors: [], before, after },
  ];
}
const jaeger = (state: Partial<typeof IDLE>) => ({
  ...TOOK,
  exported: (name: string) => (name === "jaeger" ? { ...IDLE, ...state } : IDLE),
});

describe("the hop that lost something", () => {
  test("is the first one when the SDK could not deliver", () => {
    expect(lostHop(ways(TOOK, ["connect ECONNREFUSED 127.0.0.1:4318"]), JAEGER)).toBe(
      "agent → collector (http): connect ECONNREFUSED 127.0.0.1:4318",
    );
  });

  test("is the first one when the collector took fewer spans than were sent", () => {
    const after = { ...BEFORE, accepted: { http: 107, grpc: 50 }, refused: 4 };
    expect(lostHop(ways(after), JAEGER)).toBe(
      "agent → collector (grpc): the collector took 0 of 4 spans, refused 4",
    );
  });

  test.each([
    [jaeger({ failed: 11 }), "collector → Jaeger: the exporter gave up 11 items"],
    [
      jaeger({ queued: 2 }),
      "collector → Jaeger: 2 items wait in the exporter's queue, as Jaeger does not take them",
    ],
    [
      jaeger({ sent: 11 }),
      "Jaeger: the collector delivered 11 items, but they are not found there",
    ],
    [
      TOOK,
      "in the collector: nothing reached the exporter, so the sampler dropped it or still waits",
    ],
  ])("is told from what the exporter did (%#)", (after, hop) => {
    expect(lostHop(ways(after), JAEGER)).toBe(hop);
  });

  test("is the derivation where no metric reached the exporter", () => {
    expect(lostHop(ways(TOOK), VICTORIA)).toBe(
      "in the collector: no derived metric reached the exporter",
    );
  });

  test("is unknown when the collector does not tell", () => {
    expect(lostHop(ways(undefined), JAEGER)).toMatch(/^unknown: the collector's own metrics/);
  });

  test("is none before the collector while other traffic moves its counters further", () => {
    const after = { ...BEFORE, accepted: { http: 5000, grpc: 5000 } };
    expect(ways(after).map(lostBeforeCollector)).toEqual([undefined, undefined]);
  });
});

test("the collector's own metrics are read with and without units and suffixes", () => {
  const text = `
# TYPE otelcol_receiver_accepted_spans counter
otelcol_receiver_accepted_spans{receiver="otlp",transport="http"} 24
otelcol_receiver_accepted_spans_total{receiver="otlp",transport="grpc"} 4
otelcol_receiver_refused_spans__spans__total{receiver="otlp",transport="grpc"} 3
otelcol_exporter_send_failed_spans{exporter="otlp_grpc/jaeger",error="a \\"b\\", c"} 2
otelcol_exporter_enqueue_failed_spans{exporter="otlp_grpc/jaeger"} 1
otelcol_exporter_sent_metric_points{exporter="otlp_http/victoriametrics"} 1.5e+03
otelcol_exporter_queue_size{data_type="traces",exporter="otlp_grpc/jaeger"} 6
otelcol_process_uptime_seconds_total 8
`;
  const { exported, ...rest } = snapshotOf(parseSamples(text), 10_000);
  expect(rest).toEqual({ startMillis: 2000, accepted: { http: 24, grpc: 4 }, refused: 3 });
  expect(exported("jaeger", "traces")).toEqual({ sent: 0, failed: 3, queued: 6 });
  expect(exported("victoriametrics", "metrics")).toEqual({ sent: 1500, failed: 0, queued: 0 });
  expect(exported("jaeger-eu", "traces")).toEqual(IDLE);
});

test("metrics that leave by an exporter of their own count for their destination", () => {
  const samples = parseSamples(
    [
      'otelcol_exporter_sent_metric_points{exporter="otlp_http/honeycomb-metrics"} 7',
      'otelcol_exporter_sent_spans{exporter="otlp_http/honeycomb"} 11',
    ].join("\n"),
  );
  const { exported } = snapshotOf(samples, 0);
  expect(exported("honeycomb", "metrics").sent).toBe(7);
  expect(exported("honeycomb", "traces").sent).toBe(11);
});

test("with two tiers the gateway takes spans in, and the samplers' exporters are the way out", () => {
  const gateway = parseSamples(
    [
      'otelcol_receiver_accepted_spans{receiver="otlp",transport="http"} 12',
      'otelcol_exporter_sent_spans{exporter="load_balancing/samplers"} 12',
    ].join("\n"),
  );
  const samplers = parseSamples(
    [
      'otelcol_receiver_accepted_spans{receiver="otlp/gateways",transport="grpc"} 12',
      'otelcol_exporter_sent_spans{exporter="otlp_grpc/jaeger"} 5',
      'otelcol_exporter_sent_spans{exporter="otlp_grpc/jaeger"} 6',
    ].join("\n"),
  );
  const { accepted, exported } = snapshotOf(gateway, 0, samplers);
  expect(accepted).toEqual({ http: 12, grpc: 0 });
  expect(exported("jaeger", "traces").sent).toBe(11);
});
