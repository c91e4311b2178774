import { ProblemError } from "../core/errors.ts";
import type { TierContext } from "./context.ts";
import type { Exporter, Extension, NonEmpty } from "./pipeline.ts";
import type { CollectorPlan, Destination } from "./plan.ts";

/** What one destination takes. */
export interface Sinks {
  readonly traces: readonly Exporter[];
  readonly metrics: readonly Exporter[];
}

/** Which signals a tier sends out. */
export type Signals = readonly (keyof Sinks)[];

/** An exporter per destination, each with its own queue: one that is down holds back no other. */
export function sinks(plan: CollectorPlan, context: TierContext, signals: Signals): Sinks {
  const delivery = durable(diskQueue(context), plan.queue.spans);
  const made = plan.destinations
    .filter(({ kind }) => signals.includes(TAKES[kind]))
    .map((destination) => sink(destination, delivery, context));
  return {
    traces: made.flatMap(({ traces }) => traces),
    metrics: made.flatMap(({ metrics }) => metrics),
  };
}

const TAKES = { jaeger: "traces", victoriametrics: "metrics" } as const;

function sink({ kind }: Destination, delivery: Delivery, context: TierContext): Sinks {
  switch (kind) {
    case "jaeger":
      return { traces: [jaeger(delivery, context.at("jaeger", "otlpGrpc", "sends"))], metrics: [] };
    case "victoriametrics":
      return {
        traces: [],
        metrics: [victoriaMetrics(delivery, context.at("victoriametrics", "http", "sends"))],
      };
  }
}

/** https://www.jaegertracing.io/docs/latest/architecture/apis/#opentelemetry-protocol-stable */
function jaeger(delivery: Delivery, address: string): Exporter {
  return {
    kind: "exporters",
    type: "otlp_grpc",
    name: "jaeger",
    needs: delivery.needs,
    config: {
      endpoint: address,
      tls: { insecure: true },
      // Beside it on the same host: compression costs more than it saves.
      compression: "none",
      ...delivery.config,
    },
  };
}

/** https://docs.victoriametrics.com/victoriametrics/integrations/opentelemetry/ */
function victoriaMetrics(delivery: Delivery, address: string): Exporter {
  return {
    kind: "exporters",
    type: "otlp_http",
    name: "victoriametrics",
    needs: delivery.needs,
    config: {
      metrics_endpoint: `http://${address}/opentelemetry/v1/metrics`,
      compression: "none",
      ...delivery.config,
    },
  };
}

interface Delivery {
  readonly needs: readonly [Extension];
  readonly config: object;
}

/**
 * What has reached the queue survives a kill and is retried until it arrives (`max_elapsed_time` 0).
 * Batches are made behind the queue: a batch processor would acknowledge before anything is on disk.
 * https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/exporter/exporterhelper
 */
function durable(queue: Extension, items: number): Delivery {
  return {
    needs: [queue],
    config: {
      retry_on_failure: {
        enabled: true,
        initial_interval: "1s",
        max_interval: "30s",
        max_elapsed_time: "0s",
      },
      sending_queue: {
        enabled: true,
        storage: `${queue.type}/${queue.name ?? ""}`,
        sizer: "items",
        queue_size: items,
        num_consumers: 4,
        batch: { min_size: 2048, max_size: 4096, flush_timeout: "500ms" },
      },
    },
  };
}

/**
 * One folder; each exporter has its own file in it.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/storage/filestorage
 */
export function diskQueue(context: TierContext): Extension {
  const directory = context.data("queue");
  return {
    kind: "extensions",
    type: "file_storage",
    name: "queue",
    config: {
      directory,
      create_directory: true,
      timeout: "5s",
      compaction: { on_start: true, on_rebound: true, directory },
    },
  };
}

/** @throws ProblemError when no destination takes the traces. */
export function tracesOf({ traces: [first, ...more] }: Sinks): NonEmpty<Exporter> {
  if (first) return [first, ...more];
  throw nowhere("traces", "jaeger");
}

/** @throws ProblemError when no destination takes the metrics. */
export function metricsOf({ metrics: [first, ...more] }: Sinks): NonEmpty<Exporter> {
  if (first) return [first, ...more];
  throw nowhere("metrics", "victoriametrics");
}

function nowhere(signal: string, kind: string): ProblemError {
  return new ProblemError({
    where: "agentobs:destinations",
    what: `no destination takes the ${signal}`,
    fix: `add { kind: ${kind} }`,
  });
}
