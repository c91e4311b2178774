import { getText } from "./poll.ts";

/** A span as the backend shows it. */
export interface StoredSpan {
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface StoredTrace {
  readonly spans: readonly StoredSpan[];
  /** The whole answer, to search for what must not be in it. */
  readonly text: string;
}

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

/**
 * A trace by its id; without spans as long as Jaeger does not know it.
 * https://www.jaegertracing.io/docs/latest/architecture/apis/
 */
export async function storedTrace(jaegerUrl: string, traceId: string): Promise<StoredTrace> {
  const url = `${jaegerUrl}/api/traces/${traceId}`;
  const text = await getText(url).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes("answers 404")) return "";
    throw error;
  });
  if (text === "") return { spans: [], text };
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
