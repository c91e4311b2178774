import { stringify } from "yaml";
import type { Description, WorkloadContext } from "../workload.ts";
import type { JaegerPlan } from "./plan.ts";
import { type Storage, storageOf } from "./storage.ts";

/** More than the collector puts into one request. */
const LARGEST_REQUEST_MIB = 32;

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
      environment: {},
      secrets,
      files: { "jaeger.yaml": stringify(config(storage, context), { lineWidth: 0 }), ...files },
      ...(data && { data: { ...data, sizeGiB: 20 } }),
      health: { port: "health", path: "/status", startSeconds: 30 },
      // Badger writes its memory tables to disk before it closes.
      stopSeconds: 20,
      resources: { memoryMiB: 512, cpuMillis: 250 },
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
