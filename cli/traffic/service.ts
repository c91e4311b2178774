import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  type Tracer,
} from "@opentelemetry/api";
import type { Logger } from "@opentelemetry/api-logs";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import {
  BatchSpanProcessor,
  BasicTracerProvider,
  type Span,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { CountingExporter, type Deliveries, type OtlpTarget } from "./exporter.ts";

/** Headers of a request or of a queued message. */
export type Carrier = Record<string, string>;

const PROPAGATOR = new CompositePropagator({
  propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
});

/** Writes `traceparent` and `baggage`. */
export function inject(context: Context): Carrier {
  const carrier: Carrier = {};
  PROPAGATOR.inject(context, carrier, defaultTextMapSetter);
  return carrier;
}

export function extract(context: Context, carrier: Carrier): Context {
  return PROPAGATOR.extract(context, carrier, defaultTextMapGetter);
}

/** The baggage that may become span attributes: anything else a caller sends stays out. */
const COPIED_BAGGAGE = ["session.id", "user.tier"] as const;

/** Copies baggage to each span as it starts; baggage alone shows in no backend. */
class BaggageToAttributes implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const baggage = propagation.getBaggage(parent);
    for (const key of COPIED_BAGGAGE) {
      const entry = baggage?.getEntry(key);
      if (entry) span.setAttribute(key, entry.value);
    }
  }
  onEnd(): void {
    // Attributes can only be set while a span runs.
  }
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

interface ServiceTargets {
  readonly service: string;
  readonly target: OtlpTarget;
  readonly logs?: OtlpTarget | undefined;
}

/** One service as its own process would set up the SDK: resource, provider, exporter. */
export class Service {
  readonly deliveries: Deliveries = { delivered: 0, failed: 0, errors: new Set() };
  readonly tracer: Tracer;
  readonly logger: Logger;
  readonly #traces: BasicTracerProvider;
  readonly #logs: LoggerProvider;

  constructor({ service, target, logs }: ServiceTargets) {
    const resource = defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes({ "service.name": service, "service.version": "1.4.0" }));
    const exporter = new CountingExporter(target, this.deliveries);
    this.#traces = new BasicTracerProvider({
      resource,
      spanProcessors: [
        new BaggageToAttributes(),
        new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1000 }),
      ],
    });
    this.#logs = new LoggerProvider({ resource, processors: logs ? [logProcessor(logs)] : [] });
    this.tracer = this.#traces.getTracer("agentobs.traffic");
    this.logger = this.#logs.getLogger("agentobs.traffic");
  }

  /** Failures are in `Deliveries`; a log record that is not taken is no reason to stop. */
  async flush(): Promise<void> {
    await Promise.allSettled([this.#traces.forceFlush(), this.#logs.forceFlush()]);
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#traces.shutdown(), this.#logs.shutdown()]);
  }
}

function logProcessor({ url, fromEnvironment }: OtlpTarget): BatchLogRecordProcessor {
  const exporter = fromEnvironment
    ? new OTLPLogExporter()
    : new OTLPLogExporter({ url: `${url}/v1/logs` });
  return new BatchLogRecordProcessor({ exporter });
}
