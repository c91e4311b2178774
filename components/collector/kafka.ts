import type { WorkloadContext } from "../workload.ts";
import { instanceName, type TierContext } from "./context.ts";
import { diskQueue } from "./delivery.ts";
import type { Exporter, TierReceiver } from "./pipeline.ts";
import type { KafkaBetween } from "./plan.ts";
import { secretVariable } from "./secrets.ts";

/**
 * A broker takes 1 MB per message unless told otherwise. A message is a part of one trace; a single
 * span that is larger is dropped.
 */
const MOST_BYTES = 900_000;
/** A sampler that restarts within this time keeps its partitions: its traces stay its own. */
const RESTART_SECONDS = 60;

/**
 * Spans keyed by trace id, so that a trace is in one partition and meets in one sampler. Rendered
 * only: the Kafka components don't build from Go modules, the contrib release has them.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/exporter/kafkaexporter
 */
export function kafkaExporter(plan: KafkaBetween, context: TierContext): Exporter {
  const queue = diskQueue(context.data("queue"));
  toBrokers(plan, context);
  return {
    kind: "exporters",
    type: "kafka",
    name: "samplers",
    needs: [queue],
    config: {
      ...client(plan),
      partition_traces_by_id: true,
      traces: { topic: plan.topic, encoding: "otlp_proto" },
      producer: {
        required_acks: "all",
        max_message_bytes: 1_000_000,
        compression: "none",
        // A topic made by itself has the brokers' default of partitions, often one.
        allow_auto_topic_creation: false,
      },
      retry_on_failure: { enabled: true, max_elapsed_time: "0s" },
      sending_queue: {
        enabled: true,
        storage: `${queue.type}/${queue.name ?? ""}`,
        sizer: "items",
        queue_size: plan.queueSpans,
        batch: {
          sizer: "bytes",
          min_size: MOST_BYTES / 4,
          max_size: MOST_BYTES,
          flush_timeout: "200ms",
        },
      },
    },
  };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/receiver/kafkareceiver */
export function kafkaReceiver(
  plan: KafkaBetween,
  context: WorkloadContext<"sampler">,
): TierReceiver {
  toBrokers(plan, context);
  return {
    kind: "receivers",
    type: "kafka",
    name: "gateways",
    from: "gateways",
    config: {
      ...client(plan),
      traces: { topics: [plan.topic], encoding: "otlp_proto" },
      group_id: "agentobs-samplers",
      group_instance_id: instanceName("sampler", context),
      session_timeout: `${RESTART_SECONDS}s`,
      // A group that is new starts with what waits, not behind it.
      initial_offset: "earliest",
      // A message counts as read once the sampler has taken it; what it refuses comes again.
      message_marking: { after: true, on_error: false },
      error_backoff: {
        enabled: true,
        initial_interval: "1s",
        max_interval: "10s",
        max_elapsed_time: "0s",
      },
    },
  };
}

function client({ brokers, tls, sasl }: KafkaBetween): object {
  return {
    brokers,
    client_id: "agentobs",
    tls: tls ? { min_version: "1.2" } : { insecure: true },
    ...(sasl && {
      auth: {
        sasl: {
          mechanism: sasl.mechanism,
          username: sasl.username,
          password: secretVariable(sasl.passwordSecret),
        },
      },
    }),
  };
}

function toBrokers({ brokers }: KafkaBetween, context: Pick<TierContext, "outside">): void {
  for (const broker of brokers) {
    const [host = "", port] = broker.split(":");
    context.outside({ host, port: Number(port) });
  }
}
