import { ask, type Backend } from "../ask.ts";
import { NO_TRACE, type StoredSpan, type StoredTrace, type TraceStore } from "./store.ts";

/** OTLP as protobuf's own JSON writes it: ids in base64, 64-bit numbers as text. */
interface Answer {
  readonly trace?: { readonly resourceSpans?: readonly ResourceSpans[] };
  readonly status?: string;
  readonly message?: string;
}
interface ResourceSpans {
  readonly resource?: { readonly attributes?: readonly KeyValue[] };
  readonly scopeSpans?: readonly { readonly spans?: readonly Span[] }[];
}
interface Span {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes?: readonly KeyValue[];
}
interface KeyValue {
  readonly key: string;
  readonly value?: Readonly<Record<string, unknown>>;
}

/**
 * Version 2 of the API: it says when it shows a part of the trace only.
 * https://grafana.com/docs/tempo/latest/api_docs/#query-v2
 */
export function tempoTraces(backend: Backend): TraceStore {
  return {
    find: async ({ traceId }) => {
      const text = await ask(backend, { path: `/api/v2/traces/${traceId}` });
      return text === undefined ? NO_TRACE : traceIn(text);
    },
  };
}

function traceIn(text: string): StoredTrace {
  const { trace, status, message } = JSON.parse(text) as Answer;
  const spans = (trace?.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) => {
    const name = plain(resource?.attributes)["service.name"];
    const service = typeof name === "string" ? name : "";
    return scopeSpans.flatMap(({ spans = [] }) => spans.map((span) => storedSpan(span, service)));
  });
  if (spans.length === 0) return NO_TRACE;
  const partial = status === "PARTIAL" ? (message ?? "Tempo says that it is partial") : undefined;
  return { spans, text, partial };
}

function storedSpan({ spanId, parentSpanId, name, attributes }: Span, service: string): StoredSpan {
  return {
    spanId: hex(spanId),
    parentSpanId: parentSpanId ? hex(parentSpanId) : undefined,
    service,
    name,
    attributes: plain(attributes),
  };
}

const plain = (list: readonly KeyValue[] = []): Record<string, unknown> =>
  Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value ?? {})[0]]));

const hex = (base64: string): string => Buffer.from(base64, "base64").toString("hex");
