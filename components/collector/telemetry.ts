import { instanceName, type TierContext } from "./context.ts";
import type { Extension } from "./pipeline.ts";
import type { CollectorPlan } from "./plan.ts";

/** At a stop the last push finds its receiver gone: trying again would cost the whole grace. */
const PUSH_TIMEOUT_MS = 1000;

/**
 * The collector's own metrics, to be scraped, and its name: `gateway-0` is also the label `gateway`
 * of everything that the first replica counts, so that replicas never overwrite each other. Where
 * nobody scrapes, it also hands them to its own pipeline: `own-metrics.ts`.
 * https://opentelemetry.io/docs/collector/internal-telemetry/
 */
export function telemetry(
  tier: "gateway" | "sampler",
  { ownMetrics }: CollectorPlan,
  context: TierContext,
): object {
  const [host = "", port = ""] = context.listen("metrics").split(":");
  const scraped = { pull: { exporter: { prometheus: { host, port: Number(port) } } } };
  const pushed = ownMetrics && {
    periodic: {
      interval: 1000 * ownMetrics.everySeconds,
      exporter: {
        otlp: {
          protocol: "grpc",
          endpoint: `http://${context.loopback("ownMetrics")}`,
          timeout: PUSH_TIMEOUT_MS,
        },
      },
    },
  };
  return {
    resource: {
      attributes: [{ name: "service.instance.id", value: instanceName(tier, context) }],
    },
    metrics: { level: "normal", readers: [scraped, ...(pushed ? [pushed] : [])] },
  };
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/healthcheckextension */
export function healthCheck(context: TierContext): Extension {
  const config = { endpoint: context.listen("health") };
  return { kind: "extensions", type: "health_check", config };
}
