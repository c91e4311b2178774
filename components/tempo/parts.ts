import { TEMPO_PARTS, type TempoPart } from "../core/names.ts";
import type { Description, WorkloadContext } from "../workload.ts";
import { commonConfig, type TempoPlaces } from "./config.ts";
import { configText, distributorConfig, endpointOf, s3Secrets, storeOf } from "./index.ts";
import type { KafkaPlan, MicroservicesPlan, TempoPlan } from "./plan.ts";

/** What all parts ask of their context: none opens less than this one. */
type PartContext = Pick<
  WorkloadContext<"tempo-querier">,
  "listen" | "at" | "each" | "podLookup" | "outside" | "path" | "data"
>;

interface Part {
  readonly target: string;
  readonly summary: string;
  /** Set where it keeps something over a restart, or its name says which partition is its own. */
  readonly data?: { readonly retention: string };
  readonly bucket: boolean;
  readonly kafka: boolean;
  readonly scaling?: { readonly cpuPercent: number };
}

/** One of each zone reads the same partition: either may be gone. */
const LIVE_STORES = ["tempo-live-store-a", "tempo-live-store-b"] as const;
const KAFKA_PASSWORD = "TEMPO_KAFKA_PASSWORD";
const LIVE_STORE = {
  target: "live-store",
  bucket: false,
  kafka: true,
  data: { retention: "what no block holds yet" },
};

/**
 * Which part does what, and what it connects to.
 * https://grafana.com/docs/tempo/latest/reference-tempo-architecture/
 */
const PARTS: Readonly<Record<TempoPart, Part>> = {
  "tempo-distributor": {
    target: "distributor",
    summary: "takes traces and writes them to Kafka",
    bucket: false,
    kafka: true,
    scaling: { cpuPercent: 70 },
  },
  "tempo-live-store-a": { ...LIVE_STORE, summary: "answers for the last minutes, first copy" },
  "tempo-live-store-b": { ...LIVE_STORE, summary: "answers for the last minutes, second copy" },
  "tempo-block-builder": {
    target: "block-builder",
    summary: "reads Kafka and writes blocks to the bucket",
    data: { retention: "a block that is being made" },
    bucket: true,
    kafka: true,
  },
  "tempo-query-frontend": {
    target: "query-frontend",
    summary: "answers TraceQL and splits it into jobs",
    bucket: true,
    kafka: false,
  },
  "tempo-querier": {
    target: "querier",
    summary: "searches blocks and live-stores",
    bucket: true,
    kafka: false,
    scaling: { cpuPercent: 70 },
  },
  "tempo-backend-scheduler": {
    target: "backend-scheduler",
    summary: "plans which blocks are merged and removed",
    data: { retention: "the jobs that are planned" },
    bucket: true,
    kafka: false,
  },
  "tempo-backend-worker": {
    target: "backend-worker",
    summary: "merges and removes blocks",
    bucket: true,
    kafka: false,
  },
};

/** An autoscaler may make so many times what the declared traffic asks for. */
const MOST = 3;

/** One part of Tempo. All read one file, but each only what it needs of it. */
export function tempoPart(name: TempoPart, plan: TempoPlan, replicas: number) {
  const { target, summary, data, bucket, kafka, scaling } = PARTS[name];
  const { microservices, s3 } = plan;
  if (!microservices || !s3) throw new Error(`${name} needs Kafka and a bucket`);
  return (context: PartContext): Description => {
    if (kafka) context.outside(storeOf(microservices.kafka.address, true));
    if (bucket) context.outside(storeOf(s3.endpoint, s3.plainHttp));
    const { sasl } = microservices.kafka;
    const zone = /^tempo-live-store-(.)$/.exec(name)?.[1];
    return {
      summary,
      tool: "tempo",
      args: [
        `-target=${target}`,
        `-config.file=${context.path("tempo.yaml")}`,
        "-config.expand-env=true",
        ...(zone === undefined ? [] : [`-live-store.instance-availability-zone=${zone}`]),
      ],
      environment: {},
      secrets: [
        ...(bucket ? s3Secrets(plan) : []),
        ...(kafka && sasl ? [{ secret: sasl.passwordSecret, environment: KAFKA_PASSWORD }] : []),
      ],
      files: { "tempo.yaml": configText(plan, partConfig(name, plan, microservices, context)) },
      ...(data ? { data } : { scratch: [context.data()] }),
      // A live-store is ready once it has read what it missed.
      health: { port: "http", path: "/status/version", readyPath: "/ready", startSeconds: 120 },
      stopSeconds: 60,
      ...(scaling && { scaling: { ...scaling, maxReplicas: MOST * replicas } }),
    };
  };
}

function partConfig(
  name: TempoPart,
  plan: TempoPlan,
  { kafka }: MicroservicesPlan,
  context: PartContext,
) {
  const places: TempoPlaces = {
    http: endpointOf(context.listen("http")),
    grpc: endpointOf(context.listen("grpc")),
    data: (sub) => context.data(sub),
  };
  const common = commonConfig(plan, places);
  // Each talks to every other sooner or later.
  for (const part of TEMPO_PARTS) context.each(part, "memberlist", "gossips");
  return {
    ...common,
    memberlist: {
      bind_port: endpointOf(context.listen("memberlist")).port,
      join_members: LIVE_STORES.flatMap((zone) => context.each(zone, "memberlist", "gossips")),
      // Whoever is first has nobody to join.
      abort_if_cluster_join_fails: false,
      rejoin_interval: "1m",
    },
    ingest: { kafka: kafkaConfig(kafka) },
    ...(name === "tempo-distributor" && { distributor: distributorConfig(plan, OTLP) }),
    live_store: {
      ...common.live_store,
      readiness_target_lag: "10s",
      readiness_max_wait: "5m",
    },
    block_builder: { partitions_per_instance: 1, wal: { path: context.data("block-builder") } },
    ...peersOf(name, common, context),
  };
}

/** Its receiver's own default is loopback. */
const OTLP = "0.0.0.0:4317";

/** Whom it asks. */
function peersOf(
  name: TempoPart,
  { backend_worker: worker }: ReturnType<typeof commonConfig>,
  context: PartContext,
) {
  if (name === "tempo-querier") {
    // It works for every frontend: so it needs the address of each.
    const one = context.at("tempo-query-frontend", "grpc", "reads");
    const all = context.podLookup("tempo-query-frontend");
    const address = all === undefined ? one : `${all}:${endpointOf(one).port}`;
    // These it finds by the ring.
    for (const zone of LIVE_STORES) context.each(zone, "grpc", "reads");
    return { querier: { frontend_worker: { frontend_address: address } } };
  }
  if (name !== "tempo-backend-worker") return {};
  const scheduler = context.at("tempo-backend-scheduler", "grpc", "reads");
  return {
    backend_worker: {
      ...worker,
      backend_scheduler_addr: scheduler,
      ring: { kvstore: { store: "memberlist" } },
    },
  };
}

/** https://grafana.com/docs/tempo/latest/configuration/#ingest */
function kafkaConfig({ address, topic, sasl }: KafkaPlan) {
  return {
    address,
    topic,
    ...(sasl && { sasl_username: sasl.username, sasl_password: `\${${KAFKA_PASSWORD}}` }),
    // It would also change how many partitions every new topic of these brokers gets.
    auto_create_topic_enabled: false,
  };
}
