import { instanceName, type TierContext } from "./context.ts";
import type { Extension } from "./pipeline.ts";

/**
 * The collector's own metrics, to be scraped, and its name: `gateway-0` is also the label `gateway`
 * of everything that the first replica counts, so that replicas never overwrite each other.
 * https://opentelemetry.io/docs/collector/internal-telemetry/
 */
export function telemetry(tier: "gateway" | "sampler", context: TierContext): object {
  const [host = "", port = ""] = context.listen("metrics").split(":");
  return {
    resource: {
      attributes: [{ name: "service.instance.id", value: instanceName(tier, context) }],
    },
    metrics: {
      level: "normal",
      readers: [{ pull: { exporter: { prometheus: { host, port: Number(port) } } } }],
    },
  };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/healthcheckextension */
export function healthCheck(context: TierContext): Extension {
  const config = { endpoint: context.listen("health") };
  return { kind: "extensions", type: "health_check", config };
}
