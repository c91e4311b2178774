import type { WorkloadContext } from "../workload.ts";
import type { Receiver } from "./pipeline.ts";

const MIB = 1024 * 1024;
/** One request; SDKs send batches of at most a few MiB. */
export const REQUEST_LIMIT_MIB = 16;

/**
 * OTLP over gRPC and HTTP for traces, metrics and logs: an SDK that sends logs gets an answer too.
 * https://github.com/open-telemetry/opentelemetry-collector/blob/v0.161.0/receiver/otlpreceiver/config.md
 */
export function otlpReceiver(context: WorkloadContext<"collector">): Receiver {
  return {
    kind: "receivers",
    type: "otlp",
    config: {
      protocols: {
        grpc: { endpoint: context.listen("otlpGrpc"), max_recv_msg_size_mib: REQUEST_LIMIT_MIB },
        http: {
          endpoint: context.listen("otlpHttp"),
          max_request_body_size: REQUEST_LIMIT_MIB * MIB,
          // Slow and half-open clients must not hold connections for ever.
          read_header_timeout: "10s",
          read_timeout: "60s",
        },
      },
    },
  };
}
