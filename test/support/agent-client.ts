import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, type ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { setTimeout as sleep } from "node:timers/promises";
import { CountingExporter, errorText, type OtlpProtocol } from "../../cli/traffic/exporter.ts";

/** What became of one export: delivered, or the status that it was refused with, if there was one. */
export interface Outcome {
  readonly delivered: boolean;
  /** HTTP status, or gRPC status code. */
  readonly code?: number | undefined;
  readonly message: string;
}

export const GRPC = { unauthenticated: 16, resourceExhausted: 8, unavailable: 14 } as const;

export interface AgentOptions {
  readonly protocol: OtlpProtocol;
  readonly url: string;
  /** `OTEL_EXPORTER_OTLP_…` of this agent, as the SDK reads it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How long the SDK goes on trying. */
  readonly timeoutMillis?: number;
}

/** Ended spans of an agent with this name, made by the SDK. */
export function sdkSpans(
  agent: string,
  count: number,
  attributes: Readonly<Record<string, string>> = {},
): ReadableSpan[] {
  const ended: ReadableSpan[] = [];
  const keep = {
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => void ended.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const resource = resourceFromAttributes({ "service.name": agent });
  const tracer = new BasicTracerProvider({ resource, spanProcessors: [keep] }).getTracer("test");
  for (let index = 0; index < count; index++)
    tracer
      .startSpan("chat", {
        root: true,
        attributes: {
          "gen_ai.operation.name": "chat",
          "gen_ai.agent.name": agent,
          ...attributes,
        },
      })
      .end();
  return ended;
}

/** Exports spans with the official exporter in the environment that an agent has. */
export async function exportAs(options: AgentOptions, spans: ReadableSpan[]): Promise<Outcome> {
  const { protocol, url, environment = {}, timeoutMillis = 2_000 } = options;
  const variables = { ...environment, OTEL_EXPORTER_OTLP_TIMEOUT: String(timeoutMillis) };
  const before = { ...process.env };
  Object.assign(process.env, variables);
  const deliveries = { delivered: 0, failed: 0, errors: new Set<string>() };
  const exporter = new CountingExporter({ protocol, url, fromEnvironment: false }, deliveries);
  try {
    return outcomeOf(
      await new Promise<ExportResult>((resolve) => {
        exporter.export(spans, resolve);
      }),
    );
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
    await Promise.race([exporter.shutdown(), sleep(1_000)]);
  }
}

function outcomeOf({ code, error }: ExportResult): Outcome {
  if (code === ExportResultCode.SUCCESS) return { delivered: true, message: "" };
  const status = error && "code" in error ? Number(error.code) : undefined;
  return { delivered: false, code: status, message: errorText(error) };
}
