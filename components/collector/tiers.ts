import type { WorkloadContext } from "../workload.ts";
import { kafkaExporter, kafkaReceiver } from "./kafka.ts";
import type { Connector, Counted, Exporter, Outlet, Processor, TierReceiver } from "./pipeline.ts";
import { receiveCounted } from "./pipeline.ts";
import type { MutualTls, OtlpBetween, TiersPlan } from "./plan.ts";
import { RELOAD_CERTIFICATE } from "./receive.ts";
import { secretFile } from "./secrets.ts";

/**
 * Gateways fill their requests up to a size; a single span may be as large as a whole request was. What
 * a sampler refuses for its size is lost, and nothing counts it.
 */
const MIN_REQUEST_BYTES = 1_000_000;
const MAX_REQUEST_BYTES = 8_000_000;
const WIRE_LIMIT_MIB = 128;

/** The gateway's only way out for traces, counted and unsampled: each whole one to one sampler. */
export function toSamplers(tiers: TiersPlan, context: WorkloadContext<"collector">): Outlet {
  const exporter =
    tiers.between === "kafka" ? kafkaExporter(tiers, context) : byTrace(tiers, context);
  return { name: "samplers", shape: [], exporters: [exporter] };
}

/** Counted spans as a sampler gets them from the gateways, with the gateways' notes on them. */
export function fromGateways(
  tiers: TiersPlan,
  context: WorkloadContext<"sampler">,
  parts: { readonly limit: Processor<"limit">; readonly forward: Connector<"traces", "traces"> },
): Counted {
  const receiver = tiers.between === "kafka" ? kafkaReceiver(tiers, context) : otlp(tiers, context);
  return receiveCounted({ receiver, ...parts });
}

/**
 * Routes by trace id over the samplers' names, the same on every gateway. The queue and the retries
 * are those of each sampler's own exporter: with a queue before the routing, spans for one that is
 * down were reported sent and lost; with retries there, they were doubled. It never blocks: one
 * sampler that is down must hold back neither the others nor the counting.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/exporter/loadbalancingexporter
 */
function byTrace(tiers: OtlpBetween, context: WorkloadContext<"collector">): Exporter {
  return {
    kind: "exporters",
    type: "load_balancing",
    name: "samplers",
    config: {
      routing_key: "traceID",
      protocol: {
        otlp: {
          tls: clientTls(tiers.wire, context),
          // Between two tiers of one network it costs more than it saves.
          compression: "none",
          // A slow answer must not become a second delivery.
          timeout: "30s",
          retry_on_failure: {
            enabled: true,
            initial_interval: "500ms",
            max_interval: "5s",
            max_elapsed_time: `${tiers.outageSeconds}s`,
          },
          sending_queue: {
            enabled: true,
            sizer: "items",
            queue_size: tiers.queueSpans,
            num_consumers: 4,
            batch: {
              sizer: "bytes",
              min_size: MIN_REQUEST_BYTES,
              max_size: MAX_REQUEST_BYTES,
              flush_timeout: "200ms",
            },
          },
        },
      },
      resolver: { static: { hostnames: routedTo(tiers, context) } },
    },
  };
}

/** A replica that is to go is left out before: what is sent to one that is gone is lost. */
function routedTo({ draining }: OtlpBetween, context: WorkloadContext<"collector">): string[] {
  const samplers = context.each("sampler", "otlpGrpc", "sends");
  return samplers.slice(0, samplers.length - draining);
}

/** Only gateways connect here: on loopback, or with a certificate of theirs. */
function otlp(tiers: OtlpBetween, context: WorkloadContext<"sampler">): TierReceiver {
  return {
    kind: "receivers",
    type: "otlp",
    name: "gateways",
    from: "gateways",
    config: {
      protocols: {
        grpc: {
          endpoint: context.listen("otlpGrpc"),
          max_recv_msg_size_mib: WIRE_LIMIT_MIB,
          ...(tiers.wire && { tls: serverTls(tiers.wire, context) }),
        },
      },
    },
  };
}

type Secrets = Pick<WorkloadContext<"sampler">, "secretPath">;

/** https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/config/configtls */
const clientTls = (wire: MutualTls | undefined, context: Secrets): object =>
  wire
    ? { ...ownCertificate(wire, context), ca_file: fileOf(wire.caSecret, context) }
    : { insecure: true };

const serverTls = (wire: MutualTls, context: Secrets): object => ({
  ...ownCertificate(wire, context),
  client_ca_file: fileOf(wire.caSecret, context),
});

const ownCertificate = (wire: MutualTls, context: Secrets): object => ({
  cert_file: fileOf(wire.certificateSecret, context),
  key_file: fileOf(wire.keySecret, context),
  min_version: "1.3",
  reload_interval: RELOAD_CERTIFICATE,
});

const fileOf = (secret: string, context: Secrets) =>
  secretFile(secret, (file) => context.secretPath(file));
