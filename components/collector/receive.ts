import type { SecretUse, WorkloadContext } from "../workload.ts";
import type { IngestLimits, IngestPlan, IngestTls } from "./ingest-plan.ts";
import type { Extension, Receiver } from "./pipeline.ts";

const MIB = 1024 * 1024;
/** Clients that ask more often whether the connection lives are sent away; collectors ask every 10 s. */
const PING_EVERY_SECONDS_MIN = 5;
/** A peer that went away without a word is noticed after the two together. */
const PING_AFTER_SECONDS = 30;
const PING_ANSWER_SECONDS = 10;

const CERTIFICATE_FILE = "ingest-certificate.pem";
const KEY_FILE = "ingest-key.pem";
const CLIENT_CA_FILE = "ingest-client-ca.pem";

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

/** The files that TLS reads. */
export function tlsSecrets({ tls }: IngestPlan): SecretUse[] {
  if (!tls) return [];
  const { certificateSecret, keySecret, clientCaSecret } = tls;
  return [
    { secret: certificateSecret, file: CERTIFICATE_FILE },
    { secret: keySecret, file: KEY_FILE },
    ...(clientCaSecret ? [{ secret: clientCaSecret, file: CLIENT_CA_FILE }] : []),
  ];
}

/** https://github.com/open-telemetry/opentelemetry-collector/blob/v0.161.0/config/configtls/README.md */
function serverTls(context: WorkloadContext<"collector">, tls: IngestTls): object {
  return {
    cert_file: context.secretPath(CERTIFICATE_FILE),
    key_file: context.secretPath(KEY_FILE),
    min_version: tls.minimumVersion,
    ...(tls.clientCaSecret && { client_ca_file: context.secretPath(CLIENT_CA_FILE) }),
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
