import type { WorkloadContext } from "../workload.ts";
import type { Extension } from "./pipeline.ts";

/** Name of the gateway, label `gateway` of everything that it counts, where there is only one. */
const GATEWAY = "gateway-0";

/**
 * The collector's own metrics, to be scraped, and its name.
 * https://opentelemetry.io/docs/collector/internal-telemetry/
 */
export function telemetry(context: WorkloadContext<"collector">): object {
  const [host = "", port = ""] = context.listen("metrics").split(":");
  return {
    resource: { attributes: [{ name: "service.instance.id", value: GATEWAY }] },
    metrics: {
      level: "normal",
      readers: [{ pull: { exporter: { prometheus: { host, port: Number(port) } } } }],
    },
  };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/healthcheckextension */
export function healthCheck(context: WorkloadContext<"collector">): Extension {
  const config = { endpoint: context.listen("health") };
  return { kind: "extensions", type: "health_check", config };
}
