import protobuf from "protobufjs";
import type { Metrics, Traces } from "./otlp.ts";

/**
 * OTLP as protobuf, as far as the tests read it: unknown fields are passed over.
 * https://github.com/open-telemetry/opentelemetry-proto/tree/v1.9.0/opentelemetry/proto
 */
const PROTO = `
syntax = "proto3";
message TracesRequest { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4;
  string name = 5; int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9; repeated Event events = 11; Status status = 15;
}
message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
message Status { string message = 2; int32 code = 3; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
  oneof value {
    string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
    ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message MetricsRequest { repeated ResourceMetrics resource_metrics = 1; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; }
message Metric {
  string name = 1; string unit = 3;
  oneof data { Gauge gauge = 5; Sum sum = 7; Histogram histogram = 9; }
}
message Gauge { repeated NumberPoint data_points = 1; }
message Sum { repeated NumberPoint data_points = 1; int32 aggregation_temporality = 2; }
message Histogram { repeated HistogramPoint data_points = 1; int32 aggregation_temporality = 2; }
message NumberPoint {
  repeated KeyValue attributes = 7; fixed64 time_unix_nano = 3;
  oneof value { double as_double = 4; sfixed64 as_int = 6; }
}
message HistogramPoint {
  repeated KeyValue attributes = 9; fixed64 time_unix_nano = 3; fixed64 count = 4; double sum = 5;
  repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7;
}
`;

const { root } = protobuf.parse(PROTO);
const TRACES = root.lookupType("TracesRequest");
const METRICS = root.lookupType("MetricsRequest");
const SPAN = root.lookupType("Span");

/** @throws when the body is no message of this type. */
const decoded = (type: protobuf.Type, body: Uint8Array): unknown =>
  type.toObject(type.decode(body), { longs: String, bytes: Array, arrays: true });

export const decodeTraces = (body: Uint8Array): Traces =>
  JSON.parse(
    JSON.stringify(decoded(TRACES, body), (key, value: unknown) =>
      /Id$/.test(key) && Array.isArray(value)
        ? Buffer.from(value as number[]).toString("hex")
        : value,
    ),
  ) as Traces;

export const decodeMetrics = (body: Uint8Array): Metrics => decoded(METRICS, body) as Metrics;

/** Bytes of each span, as they stand in the message. */
export function spanSizes(body: Uint8Array): number[] {
  const message = TRACES.decode(body) as unknown as {
    resourceSpans: { scopeSpans: { spans: object[] }[] }[];
  };
  return message.resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => SPAN.encode(span).finish().length)),
  );
}
