import type { Destination } from "../../components/collector/plan.ts";
import type { Endpoints } from "../endpoints.ts";
import type { Backend } from "./ask.ts";
import { backendOf, type SecretValue } from "./credentials.ts";
import type { Signal } from "./collector.ts";
import { type GrafanaTarget, lookIntoGrafanaCloud } from "./managed-grafana.ts";
import { type HoneycombTarget, lookIntoHoneycomb } from "./managed-honeycomb.ts";
import { jaegerTraces } from "./stores/jaeger.ts";
import { langfuseTraces } from "./stores/langfuse.ts";
import { prometheusMetrics } from "./stores/prometheus.ts";
import { tempoTraces } from "./stores/tempo.ts";
import { victoriaMetrics } from "./stores/victoriametrics.ts";
import {
  type Known,
  MANAGED_PATIENCE_SECONDS,
  type NotLookedInto,
  OWN_PATIENCE_SECONDS,
  type Target,
  type Targets,
  type Unknown,
} from "./target.ts";

/** What is known of managed backends beyond the destination itself. */
export interface Managed {
  readonly grafanaCloud?: GrafanaTarget | Unknown | undefined;
  readonly honeycomb?: HoneycombTarget | Unknown | undefined;
}

/** Every destination of a plan, by its own query API. */
export function targetsOf(
  destinations: readonly Destination[],
  endpoints: Endpoints,
  secretValue: SecretValue,
  managed: Managed = {},
): Targets {
  const looked: Target[] = [];
  const notLooked: NotLookedInto[] = [];
  for (const destination of destinations) {
    const { name, traces, metrics } = destination;
    const title = titleOf(destination);
    const known = lookInto(destination, title, { endpoints, secretValue, managed });
    const signals: Signal[] = [
      ...(traces ? ["traces" as const] : []),
      ...(metrics ? ["metrics" as const] : []),
    ];
    const unknown = "because" in known ? known : known.withoutSignals;
    if (unknown) notLooked.push({ destination: name, signals, ...unknown });
    if (!("because" in known))
      looked.push({ destination: name, title, patienceSeconds: OWN_PATIENCE_SECONDS, ...known });
  }
  return { looked, notLooked };
}

interface Way {
  readonly endpoints: Endpoints;
  readonly secretValue: SecretValue;
  readonly managed: Managed;
}

function lookInto(destination: Destination, title: string, way: Way): Known | Unknown {
  const { endpoints, managed } = way;
  switch (destination.kind) {
    case "jaeger":
      return reached(destination, endpoints.jaegerUrl, way, (backend) => ({
        traces: jaegerTraces(backend),
      }));
    case "tempo":
      return reached(destination, endpoints.tempoUrl, way, (backend) => ({
        traces: tempoTraces(backend),
      }));
    case "victoriametrics":
      return reached(destination, endpoints.metricsUrl, way, (backend) => ({
        metrics: victoriaMetrics(title, backend),
      }));
    case "prometheus":
      return reached(destination, undefined, way, (backend) => ({
        metrics: prometheusMetrics(title, backend),
      }));
    case "langfuse":
      return reached(destination, endpoints.langfuseUrl, way, (backend) => ({
        traces: langfuseTraces(backend),
        patienceSeconds: MANAGED_PATIENCE_SECONDS,
        everyMillis: LANGFUSE_EVERY_MILLIS,
      }));
    case "grafana-cloud":
      return lookIntoGrafanaCloud(title, managed.grafanaCloud);
    case "honeycomb":
      return lookIntoHoneycomb(managed.honeycomb);
    case "otlp":
      return {
        because: "OTLP is for sending: nothing can be asked there",
        fix: "look into the backend behind it by hand; the spans that left are counted in otelcol_exporter_sent_spans",
      };
  }
}

/** The smallest plan of its cloud allows 30 requests a minute. https://langfuse.com/faq/all/api-limits */
const LANGFUSE_EVERY_MILLIS = 3000;

/** Run by the kit, or elsewhere at the address that answers questions. */
function reached(
  destination: Destination,
  ownUrl: string | undefined,
  { secretValue }: Way,
  look: (backend: Backend) => Known,
): Known | Unknown {
  const { kind, address, queryUrl } = destination;
  const own = "workload" in address;
  const url = own ? ownUrl : queryUrl;
  if (url === undefined)
    return own
      ? { because: "its address is not known here", fix: "see that the stack is up" }
      : {
          because: "nobody says where it answers questions: the endpoint is for sending",
          fix: `agentobs:destinations: [{ type: ${kind}, queryEndpoint: "…" }]`,
        };
  const backend = backendOf(destination, url, secretValue);
  return "because" in backend ? backend : look(backend);
}

const TITLES: Readonly<Record<Destination["kind"], string>> = {
  jaeger: "Jaeger",
  tempo: "Tempo",
  victoriametrics: "VictoriaMetrics",
  prometheus: "Prometheus",
  langfuse: "Langfuse",
  "grafana-cloud": "Grafana Cloud",
  honeycomb: "Honeycomb",
  otlp: "OTLP",
};

const titleOf = ({ kind, name }: Destination): string =>
  name === kind ? TITLES[kind] : `${TITLES[kind]} (${name})`;
