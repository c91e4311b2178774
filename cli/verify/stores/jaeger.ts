import { ask, type Backend } from "../ask.ts";
import { NO_TRACE, type StoredTrace, type TraceStore } from "./store.ts";

/** Part of the answer of Jaeger's query API, the one that its own web page uses. */
interface Answer {
  readonly data: readonly {
    readonly spans: readonly {
      readonly spanID: string;
      readonly operationName: string;
      readonly processID: string;
      readonly references?: readonly { readonly refType: string; readonly spanID: string }[];
      readonly tags: readonly { readonly key: string; readonly value: unknown }[];
    }[];
    readonly processes: Readonly<Record<string, { readonly serviceName: string }>>;
  }[];
}

/** https://www.jaegertracing.io/docs/latest/architecture/apis/ */
export function jaegerTraces(backend: Backend): TraceStore {
  return {
    find: async ({ traceId }) => {
      const text = await ask(backend, { path: `/api/traces/${traceId}` });
      return text === undefined ? NO_TRACE : traceIn(text);
    },
  };
}

function traceIn(text: string): StoredTrace {
  const { data } = JSON.parse(text) as Answer;
  const spans = data.flatMap((trace) =>
    trace.spans.map((span) => ({
      spanId: span.spanID,
      parentSpanId: span.references?.find(({ refType }) => refType === "CHILD_OF")?.spanID,
      service: trace.processes[span.processID]?.serviceName ?? "",
      name: span.operationName,
      attributes: Object.fromEntries(span.tags.map(({ key, value }) => [key, value])),
    })),
  );
  return { spans, text };
}
