import type { WorkloadContext } from "../workload.ts";
import type { IngestLimits, IngestPlan, IngestTls } from "./ingest-plan.ts";
import type { Extension, Receiver } from "./pipeline.ts";
import { secretFile } from "./secrets.ts";

const MIB = 1024 * 1024;
/** An issuer renews the files while the collector runs. */
export const RELOAD_CERTIFICATE = "5m";
/** Clients that ask more often whether the connection lives are sent away; collectors ask every 10 s. */
const PING_EVERY_SECONDS_MIN = 5;
/** A peer that went away without a word is noticed after the two together. */
const PING_AFTER_SECONDS = 30;
const PING_ANSWER_SECONDS = 10;

/**
 * OTLP over gRPC and HTTP for traces, metrics and logs: an SDK that sends logs gets an answer too.
 * https://github.com/open-telemetry/opentelemetry-collector/blob/v0.161.0/receiver/otlpreceiver/config.md
 *
 * @param authenticator asked about every request, on both
 */
export function otlpReceiver(
  context: WorkloadContext<"collector">,
  { tls, limits }: IngestPlan,
  authenticator?: Extension,
): Receiver {
  const common = {
    ...(tls && { tls: serverTls(context, tls) }),
    ...(authenticator && { auth: { authenticator: authenticator.type } }),
  };
  return {
    kind: "receivers",
    type: "otlp",
    config: {
      protocols: {
        grpc: { endpoint: context.listen("otlpGrpc"), ...common, ...grpcLimits(limits) },
        http: { endpoint: context.listen("otlpHttp"), ...common, ...httpLimits(limits) },
      },
    },
    ...(authenticator && { needs: [authenticator] }),
  };
}

/** https://github.com/open-telemetry/opentelemetry-collector/blob/v0.161.0/config/configtls/README.md */
function serverTls({ secretPath }: WorkloadContext<"collector">, tls: IngestTls): object {
  return {
    cert_file: secretFile(tls.certificateSecret, secretPath),
    key_file: secretFile(tls.keySecret, secretPath),
    min_version: tls.minimumVersion,
    reload_interval: RELOAD_CERTIFICATE,
    ...(tls.clientCaSecret && { client_ca_file: secretFile(tls.clientCaSecret, secretPath) }),
  };
}

/**
 * A stream that stalls is cut off with its connection: `connectionAgeSeconds` and then the time that a
 * whole request may take. gRPC itself gives a connection that says nothing two minutes.
 * https://github.com/open-telemetry/opentelemetry-collector/blob/v0.161.0/config/configgrpc/README.md
 */
function grpcLimits(limits: IngestLimits): object {
  return {
    max_recv_msg_size_mib: limits.requestMiB,
    max_concurrent_streams: limits.requestsPerConnection,
    keepalive: {
      server_parameters: {
        max_connection_idle: `${limits.idleSeconds}s`,
        max_connection_age: `${limits.connectionAgeSeconds}s`,
        max_connection_age_grace: `${limits.requestSeconds}s`,
        time: `${PING_AFTER_SECONDS}s`,
        timeout: `${PING_ANSWER_SECONDS}s`,
      },
      enforcement_policy: {
        min_time: `${PING_EVERY_SECONDS_MIN}s`,
        permit_without_stream: true,
      },
    },
  };
}

/**
 * The size counts before and after unpacking. TLS handshakes end within the shortest of these times.
 * https://github.com/open-telemetry/opentelemetry-collector/blob/v0.161.0/config/confighttp/README.md
 */
function httpLimits(limits: IngestLimits): object {
  return {
    max_request_body_size: limits.requestMiB * MIB,
    read_header_timeout: `${limits.headerSeconds}s`,
    read_timeout: `${limits.requestSeconds}s`,
    keepalive: { idle_timeout: `${limits.idleSeconds}s` },
  };
}
