import { stringify } from "yaml";
import type { Description, SecretUse, WorkloadContext } from "../workload.ts";
import {
  commonConfig,
  type Endpoint,
  LARGEST_REQUEST_MIB,
  S3_VARIABLES,
  type TempoPlaces,
} from "./config.ts";
import type { TempoPlan } from "./plan.ts";

/** Its parts talk to each other over gRPC, in one process: on loopback. */
const INNER_GRPC = { host: "127.0.0.1", port: 9095 };

/**
 * Tempo 3 in one process: it receives, stores, searches and tidies up. It has no replicas: who needs
 * them needs its parts one by one, and Kafka between them.
 * https://grafana.com/docs/tempo/latest/set-up-for-tracing/setup-tempo/plan/deployment-modes/
 */
export function tempo(plan: TempoPlan) {
  return (context: WorkloadContext<"tempo">): Description => {
    if (plan.s3) context.outside(storeOf(plan.s3.endpoint, plan.s3.plainHttp));
    const places: TempoPlaces = {
      http: endpointOf(context.listen("http")),
      grpc: INNER_GRPC,
      data: (sub) => context.data(sub),
    };
    const common = commonConfig(plan, places);
    const config = {
      ...common,
      distributor: distributorConfig(plan, context.listen("otlpGrpc")),
      // Said, because it guesses the same and warns about it.
      querier: { frontend_worker: { frontend_address: addressOf(INNER_GRPC) } },
      backend_worker: { ...common.backend_worker, backend_scheduler_addr: addressOf(INNER_GRPC) },
      // One process has nobody to gossip with.
      memberlist: { bind_addr: ["127.0.0.1"] },
    };
    return {
      summary: "stores traces and answers TraceQL",
      tool: "tempo",
      args: [
        "-target=all",
        `-config.file=${context.path("tempo.yaml")}`,
        "-config.expand-env=true",
      ],
      environment: {},
      secrets: s3Secrets(plan),
      files: { "tempo.yaml": configText(plan, config) },
      data: { retention: `${plan.retentionDays} days` },
      // It is ready only when it serves; what starts slowly is still alive.
      health: { port: "http", path: "/status/version", readyPath: "/ready", startSeconds: 60 },
      // What is in memory is on its disk at once. It may then hang until it is killed, which costs
      // nothing: the next start reads that disk.
      stopSeconds: 30,
    };
  };
}

/** Only OTLP over gRPC comes in, from the collector. https://grafana.com/docs/tempo/latest/configuration/#distributor */
export const distributorConfig = (plan: TempoPlan, endpoint: string) => ({
  receivers: {
    otlp: { protocols: { grpc: { endpoint, max_recv_msg_size_mib: LARGEST_REQUEST_MIB } } },
  },
  max_attribute_bytes: plan.maxAttributeBytes,
});

/** The file, with the reasons of its limits at its head. */
export const configText = ({ arithmetic }: TempoPlan, config: object): string =>
  [...arithmetic.map((line) => `# ${line}`), stringify(config, { lineWidth: 0 })].join("\n");

export function s3Secrets({ s3 }: TempoPlan): SecretUse[] {
  if (!s3) return [];
  return [
    { secret: s3.accessKeySecret, environment: S3_VARIABLES.access },
    { secret: s3.secretKeySecret, environment: S3_VARIABLES.secret },
  ];
}

export function storeOf(endpoint: string, plainHttp: boolean) {
  const [host, port] = endpoint.split(":");
  return { host, port: Number(port ?? (plainHttp ? 80 : 443)) };
}

export function endpointOf(address: string): Endpoint {
  const [host = "", port] = address.split(":");
  return { host, port: Number(port) };
}

const addressOf = ({ host, port }: Endpoint): string => `${host}:${port}`;
