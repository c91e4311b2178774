import { stringify } from "yaml";
import type { Description, WorkloadContext } from "../workload.ts";
import type { JaegerPlan } from "./plan.ts";
import { type Storage, storageOf } from "./storage.ts";

/** More than the collector puts into one request. */
const LARGEST_REQUEST_MIB = 32;
/**
 * Of its memory: the rest is badger's mapped tables. Without the limit its heap doubled between two
 * collections, measured: 1.5 GB resident at 3,000 spans a second, against 970 MB with 640 MiB.
 * https://go.dev/doc/gc-guide#Memory_limit
 */
const HEAP_SHARE = 0.625;

/**
 * Jaeger 2. Only options that 2.20 knows, and with badger 2.2 as well.
 * https://www.jaegertracing.io/docs/latest/deployment/configuration/
 */
export function jaeger(plan: JaegerPlan) {
  return (context: WorkloadContext<"jaeger">): Description => {
    const storage = storageOf(plan, context);
    const { data, featureGates, secrets, files } = storage;
    return {
      summary: "stores traces and answers trace searches",
      tool: "jaeger",
      args: [
        `--config=${context.path("jaeger.yaml")}`,
        ...(featureGates.length > 0 ? [`--feature-gates=${featureGates.join(",")}`] : []),
      ],
      environment: { GOMEMLIMIT: `${Math.round(context.memoryMiB * HEAP_SHARE)}MiB` },
      secrets,
      files: { "jaeger.yaml": stringify(config(storage, context), { lineWidth: 0 }), ...files },
      ...(data && { data }),
      health: { port: "health", path: "/status", startSeconds: 30 },
      // Badger writes its memory tables to disk before it closes.
      stopSeconds: 20,
    };
  };
}

function config({ backend }: Storage, context: WorkloadContext<"jaeger">) {
  const [metricsHost, metricsPort] = context.listen("metrics").split(":");
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
      jaeger_storage: { backends: { traces: backend } },
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
