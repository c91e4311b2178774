import { type Attributes, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { ExportResultCode } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { attributesOf, type OtlpSpan, type Traces } from "./otlp.ts";

type Scope = ReadableSpan["instrumentationScope"];
type Resource = ReadableSpan["resource"];

/** By OTLP's number less one, and by OTLP's number. */
const KINDS = [
  SpanKind.INTERNAL,
  SpanKind.SERVER,
  SpanKind.CLIENT,
  SpanKind.PRODUCER,
  SpanKind.CONSUMER,
];
const STATUSES = [SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR];

const exporters = new Map<string, OTLPTraceExporter>();

/** Sends with the exporter of the SDK; 200 when the collector took it. Events and links stay behind. */
export async function sendOverGrpc(url: string, { resourceSpans }: Traces): Promise<number> {
  const exporter = exporters.get(url) ?? new OTLPTraceExporter({ url });
  exporters.set(url, exporter);
  const spans = resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const from = resourceFromAttributes(attributesOf(resource?.attributes) as Attributes);
    return scopeSpans.flatMap(({ scope, spans: all }) =>
      all.map((span) => readable(span, { name: scope?.name ?? "" }, from)),
    );
  });
  return new Promise((resolve) => {
    exporter.export(spans, ({ code }) => {
      resolve(code === ExportResultCode.SUCCESS ? 200 : 503);
    });
  });
}

/** A span as the SDK hands it to its exporters. Its attributes may be given as they are. */
export function readable(
  span: OtlpSpan & { readonly kind?: number },
  instrumentationScope: Scope,
  resource: Resource,
  attributes: Attributes = attributesOf(span.attributes) as Attributes,
): ReadableSpan {
  const context = { traceId: span.traceId, spanId: span.spanId, traceFlags: 1 };
  return {
    name: span.name,
    kind: KINDS[(span.kind ?? 1) - 1] ?? SpanKind.INTERNAL,
    spanContext: () => context,
    ...(span.parentSpanId && { parentSpanContext: { ...context, spanId: span.parentSpanId } }),
    startTime: hrTime(span.startTimeUnixNano),
    endTime: hrTime(span.endTimeUnixNano),
    status: {
      code: STATUSES[span.status?.code ?? 0] ?? SpanStatusCode.UNSET,
      message: span.status?.message ?? "",
    },
    attributes,
    links: [],
    events: [],
    duration: [0, 0],
    ended: true,
    resource,
    instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function hrTime(nano: string): [seconds: number, nanos: number] {
  const value = BigInt(nano);
  return [Number(value / 1_000_000_000n), Number(value % 1_000_000_000n)];
}
