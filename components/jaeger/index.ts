import { stringify } from "yaml";
import type { Description, WorkloadContext } from "../workload.ts";

export interface JaegerPlan {
  readonly retentionDays: number;
}

/** More than the collector puts into one request. */
const LARGEST_REQUEST_MIB = 32;
/**
 * Of its memory: the rest is badger's mapped tables. Without the limit its heap doubled between two
 * collections, measured: 1.5 GB resident at 3,000 spans a second, against 970 MB with 640 MiB.
 * https://go.dev/doc/gc-guide#Memory_limit
 */
const HEAP_SHARE = 0.625;

/**
 * Jaeger 2 with badger on disk. Only options that both 2.2 and 2.20 know.
 * https://www.jaegertracing.io/docs/latest/deployment/configuration/
 */
export function jaeger(plan: JaegerPlan) {
  return (context: WorkloadContext<"jaeger">): Description => ({
    summary: "stores traces and answers trace searches",
    tool: "jaeger",
    args: [`--config=${context.path("jaeger.yaml")}`],
    environment: { GOMEMLIMIT: `${Math.round(context.memoryMiB * HEAP_SHARE)}MiB` },
    secrets: [],
    files: { "jaeger.yaml": stringify(config(plan, context), { lineWidth: 0 }) },
    data: { retention: `${plan.retentionDays} days` },
    health: { port: "health", path: "/status", startSeconds: 30 },
    // Badger writes its memory tables to disk before it closes.
    stopSeconds: 20,
  });
}

function config({ retentionDays }: JaegerPlan, context: WorkloadContext<"jaeger">) {
  const [metricsHost, metricsPort] = context.listen("metrics").split(":");
  const badger = {
    directories: { keys: context.data("keys"), values: context.data("values") },
    ephemeral: false,
    ttl: { spans: `${24 * retentionDays}h` },
  };
  const prometheus = { host: metricsHost, port: Number(metricsPort) };
  return {
    service: {
      extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
      pipelines: {
        // No batch processor: it answers before anything is on disk, and the sender batches already.
        traces: { receivers: ["otlp"], exporters: ["jaeger_storage_exporter"] },
      },
      telemetry: {
        metrics: { level: "normal", readers: [{ pull: { exporter: { prometheus } } }] },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: { endpoint: context.listen("health") } },
      jaeger_storage: { backends: { traces: { badger } } },
      jaeger_query: {
        storage: { traces: "traces" },
        http: { endpoint: context.listen("ui") },
        grpc: { endpoint: context.listen("queryGrpc") },
      },
    },
    receivers: {
      otlp: {
        protocols: {
          grpc: {
            endpoint: context.listen("otlpGrpc"),
            // Its 4 MiB by default would refuse, and so lose, what agents may send in one request.
            max_recv_msg_size_mib: LARGEST_REQUEST_MIB,
          },
        },
      },
    },
    exporters: { jaeger_storage_exporter: { trace_storage: "traces" } },
  };
}
