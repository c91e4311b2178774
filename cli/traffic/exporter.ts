import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as HttpExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";
import type { Endpoints } from "../endpoints.ts";

export type OtlpProtocol = "grpc" | "http/protobuf";

/** Where spans go: the address of the stack, or what the OpenTelemetry environment says. */
export interface OtlpTarget {
  readonly protocol: OtlpProtocol;
  /** Base URL, shown in messages and probed before a run. */
  readonly url: string;
  /** True when the SDK itself reads endpoint, headers and certificates from its environment. */
  readonly fromEnvironment: boolean;
}

/**
 * The target that an agent with this environment has; without `OTEL_EXPORTER_OTLP_ENDPOINT` the
 * stack's own address over `http/protobuf`.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function targetOf(
  endpoints: Pick<Endpoints, "otlpHttpUrl" | "otlpGrpcUrl">,
  environment: Readonly<NodeJS.ProcessEnv>,
): OtlpTarget {
  const named = (setting: string) =>
    environment[`OTEL_EXPORTER_OTLP_TRACES_${setting}`] ??
    environment[`OTEL_EXPORTER_OTLP_${setting}`];
  const protocol: OtlpProtocol = named("PROTOCOL") === "grpc" ? "grpc" : "http/protobuf";
  const url = named("ENDPOINT");
  if (url) return { protocol, url, fromEnvironment: true };
  const own = protocol === "grpc" ? endpoints.otlpGrpcUrl : endpoints.otlpHttpUrl;
  return { protocol, url: own, fromEnvironment: false };
}

/** What became of the spans that were handed to the exporters. */
export interface Deliveries {
  delivered: number;
  failed: number;
  /** Each different error once, as the exporter said it. */
  readonly errors: Set<string>;
}

/** The official exporter for the target, with a count of what it delivered. */
export class CountingExporter implements SpanExporter {
  readonly #inner: SpanExporter;
  readonly #deliveries: Deliveries;

  constructor(target: OtlpTarget, deliveries: Deliveries) {
    this.#inner = exporterFor(target);
    this.#deliveries = deliveries;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#inner.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.#deliveries.delivered += spans.length;
      else {
        this.#deliveries.failed += spans.length;
        this.#deliveries.errors.add(errorText(result.error));
      }
      done(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.#inner.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#inner.shutdown();
  }
}

function exporterFor({ protocol, url, fromEnvironment }: OtlpTarget): SpanExporter {
  if (protocol === "grpc") return fromEnvironment ? new GrpcExporter() : new GrpcExporter({ url });
  return fromEnvironment ? new HttpExporter() : new HttpExporter({ url: `${url}/v1/traces` });
}

/** Node's connection errors have an empty message and tell the reason only in their code. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return "the exporter gave no reason";
  if (error instanceof AggregateError && error.message === "") {
    const inner: unknown = error.errors[0];
    return inner instanceof Error ? inner.message : error.name;
  }
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message || error.name}${cause}`;
}
