import type { Destination as Plan, DestinationKind } from "../components/collector/plan.ts";
import { SINGLE_STORE } from "../components/victoriametrics/store.ts";
import { asked, bare, singleNode, writtenBelow } from "./destination-urls.ts";
import { FACTS } from "./destination-facts.ts";
import type { Destination } from "./settings-destinations.ts";
import type { Settings } from "./settings.ts";
import { tempoMode } from "./tempo-mode.ts";

/** The largest request that each takes, in bytes; larger ones are split. */
const MAX_REQUEST_BYTES = {
  /**
   * Where nothing else is documented. A gRPC server refuses more than 4 MiB unless told otherwise:
   * https://pkg.go.dev/google.golang.org/grpc#MaxRecvMsgSize
   */
  standard: 4_000_000,
  /** What the kit runs itself takes whatever agents may send: `components/jaeger`. */
  own: 20_000_000,
  /** A span over this size is rejected, and its request with it. */
  langfuse: 9_500_000,
  /** Its cloud takes 5 MB a request: https://langfuse.com/faq/all/api-limits */
  langfuseCloud: 5_000_000,
  /** https://github.com/honeycombio/libhoney-go/blob/main/transmission/transmission.go */
  honeycomb: 5_000_000,
} as const;

/** Address of the vendor's cloud by region. */
const REGIONS = {
  /** https://langfuse.com/security/data-regions */
  langfuse: {
    eu: "https://cloud.langfuse.com",
    us: "https://us.cloud.langfuse.com",
    jp: "https://jp.cloud.langfuse.com",
    hipaa: "https://hipaa.cloud.langfuse.com",
  },
  /** https://docs.honeycomb.io/send-data/opentelemetry/ */
  honeycomb: { us: "https://api.honeycomb.io", eu: "https://api.eu1.honeycomb.io" },
} as const;

/** The name that tells it apart; its exporters are called after it. */
export const nameOf = ({ name, type }: Destination): string => name ?? type;

/** Workloads that a destination without an address means. */
const RUN_BY_THE_KIT = ["jaeger", "langfuse", "tempo", "victoriametrics"] as const;
type Run = (typeof RUN_BY_THE_KIT)[number];
export const isRun = (type: DestinationKind): type is Run =>
  (RUN_BY_THE_KIT as readonly string[]).includes(type);

/** Decides one destination, with the defaults of its type. Settings come checked: nothing is missing. */
export function destinationPlan(destination: Destination): Plan {
  const { type } = destination;
  return {
    name: nameOf(destination),
    kind: type,
    ...decided(destination),
    notes: FACTS[type].notes,
  };
}

/** All of them. Tempo's parts take traces by the one that is there for it. */
export function destinationPlans(settings: Settings): Plan[] {
  const { microservices } = tempoMode(settings);
  return settings.destinations.map((destination) => {
    const plan = destinationPlan(destination);
    const run = "workload" in plan.address && plan.address.workload === "tempo";
    return run && microservices ? { ...plan, address: { workload: "tempo-distributor" } } : plan;
  });
}

type Decision = Omit<Plan, "name" | "kind" | "notes">;

function decided(destination: Destination): Decision {
  switch (destination.type) {
    case "jaeger":
    case "tempo":
      return {
        protocol: "otlp_grpc",
        ...reached(destination),
        ...asked(destination.queryEndpoint),
        traces: tracesOf(destination),
      };
    case "victoriametrics":
      return {
        protocol: "otlp_http",
        ...reached(destination),
        ...asked(destination.queryEndpoint ?? singleNode(destination.endpoint)),
        metrics: { path: SINGLE_STORE.write.otlpPath },
      };
    case "prometheus":
      return {
        protocol: "prometheus_remote_write",
        ...reached(destination),
        ...asked(destination.queryEndpoint ?? writtenBelow(destination.endpoint)),
        compression: "snappy",
        metrics: {},
      };
    case "langfuse":
      return langfuse(destination);
    case "grafana-cloud":
      return grafanaCloud(destination);
    case "honeycomb":
      return honeycomb(destination);
    case "otlp": {
      const { protocol = "http", signals = ["traces", "metrics"] } = destination;
      return {
        protocol: `otlp_${protocol}`,
        ...reached(destination),
        ...(signals.includes("traces") && { traces: tracesOf(destination) }),
        ...(signals.includes("metrics") && { metrics: {} }),
      };
    }
  }
}

type Of<T extends DestinationKind> = Extract<Destination, { type: T }>;

/** Below it, Langfuse takes `v1/traces`: https://langfuse.com/integrations/native/opentelemetry */
const LANGFUSE_PATH = "/api/public/otel";

/** Costs in Langfuse are wrong on a sample, so it gets every trace that it has a use for. */
function langfuse({ region, endpoint, ca, ...rest }: Of<"langfuse">): Decision {
  const { publicKeySecret, secretKeySecret, traces = "genai", sampled = false } = rest;
  const url = region ? REGIONS.langfuse[region] : endpoint;
  return {
    ...REMOTE,
    protocol: "otlp_http",
    address:
      url === undefined
        ? { workload: "langfuse-web", path: LANGFUSE_PATH }
        : { url: `${bare(url)}${LANGFUSE_PATH}` },
    ...asked(url),
    traces: { which: traces, sampled },
    headers: { "x-langfuse-ingestion-version": "4" },
    basicAuth: { user: { secret: publicKeySecret }, passwordSecret: secretKeySecret },
    ca,
    maxRequestBytes: region ? MAX_REQUEST_BYTES.langfuseCloud : MAX_REQUEST_BYTES.langfuse,
  };
}

/** https://grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp/ */
function grafanaCloud(destination: Of<"grafana-cloud">): Decision {
  const { endpoint = "", endpointSecret, instanceId, instanceIdSecret = "" } = destination;
  return {
    ...REMOTE,
    protocol: "otlp_http",
    address: endpointSecret ? { urlSecret: endpointSecret } : { url: bare(endpoint) },
    traces: tracesOf(destination),
    metrics: {},
    basicAuth: {
      user: instanceId ?? { secret: instanceIdSecret },
      passwordSecret: destination.tokenSecret,
    },
  };
}

function honeycomb({ region, endpoint = "", keySecret, ...rest }: Of<"honeycomb">): Decision {
  return {
    ...REMOTE,
    protocol: "otlp_http",
    address: { url: region ? REGIONS.honeycomb[region] : bare(endpoint) },
    ...asked(region && REGIONS.honeycomb[region]),
    traces: tracesOf(rest),
    metrics: { headers: { "x-honeycomb-dataset": rest.dataset ?? "agentobs-metrics" } },
    headerSecrets: { "x-honeycomb-team": keySecret },
    ca: rest.ca,
    maxRequestBytes: MAX_REQUEST_BYTES.honeycomb,
  };
}

type Choice = Pick<Of<"jaeger">, "traces" | "sampled">;
const tracesOf = ({ traces = "all", sampled = true }: Choice) => ({ which: traces, sampled });

/** What a destination elsewhere has in common: traffic leaves the host, so it is compressed. */
const REMOTE = {
  compression: "gzip",
  headers: {},
  headerSecrets: {},
  maxRequestBytes: MAX_REQUEST_BYTES.standard,
} as const;

/** Run by the kit where no address is given. */
function reached(destination: Of<"jaeger" | "tempo" | "victoriametrics" | "prometheus" | "otlp">) {
  const { type, endpoint, ca, headers = {}, headerSecrets = {}, basicAuth: basic } = destination;
  if (endpoint === undefined && isRun(type))
    return {
      ...REMOTE,
      address: { workload: type },
      // Beside it on the same host: compression costs more than it saves.
      compression: "none",
      maxRequestBytes: MAX_REQUEST_BYTES.own,
    } as const;
  return {
    ...REMOTE,
    address: { url: bare(endpoint ?? "") },
    ca,
    headers,
    headerSecrets,
    basicAuth: basic && { user: basic.username, passwordSecret: basic.passwordSecret },
  };
}
