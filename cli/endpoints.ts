import { replicasOf } from "../components/describe-workload.ts";
import { metricsUrlOf } from "../stacks/metrics-store.ts";
import type { Plan } from "../stacks/plan.ts";

/**
 * Where the parts of a running stack are reached from this machine. Base URLs, no trailing slash.
 * A backend that the stack does not run has none.
 */
export interface Endpoints {
  /** OTLP over HTTP, without `/v1/traces`. */
  readonly otlpHttpUrl: string;
  readonly otlpGrpcUrl: string;
  /** The collector's metrics about itself. */
  readonly collectorMetricsUrl: string;
  /** The same of each sampler, where there is a second tier. */
  readonly samplerMetricsUrls?: readonly string[];
  /** Jaeger's web page and query API. */
  readonly jaegerUrl?: string | undefined;
  /** Tempo's HTTP API: of all of it, or of the part that answers queries. */
  readonly tempoUrl?: string | undefined;
  /** Langfuse's pages and public API. */
  readonly langfuseUrl?: string | undefined;
  /** VictoriaMetrics. */
  readonly metricsUrl?: string | undefined;
  /** vmalert. */
  readonly rulesUrl?: string | undefined;
  readonly alertmanagerUrl?: string | undefined;
}

/** The endpoints of a stack with this plan. */
export function endpointsOf({
  addresses,
  collector: { ingest },
  metricsStore,
}: Pick<Plan, "addresses" | "collector" | "metricsStore">): Endpoints {
  const { collector, jaeger, vmalert, alertmanager } = addresses;
  const tempo = addresses.tempo ?? addresses["tempo-query-frontend"];
  const langfuse = addresses["langfuse-web"];
  if (!collector) throw new Error("every stack has a collector");
  return {
    otlpHttpUrl: url(collector.otlpHttp, ingest.tls && "https"),
    otlpGrpcUrl: url(collector.otlpGrpc, ingest.tls && "https"),
    collectorMetricsUrl: url(collector.metrics),
    samplerMetricsUrls: replicasOf("sampler", addresses).flatMap((name) => {
      const sampler = addresses[name];
      return sampler ? [url(sampler.metrics)] : [];
    }),
    jaegerUrl: jaeger && url(jaeger.ui),
    tempoUrl: tempo && url(tempo.http),
    langfuseUrl: langfuse && url(langfuse.http),
    metricsUrl: metricsUrlOf(addresses, metricsStore),
    rulesUrl: vmalert && url(vmalert.http),
    alertmanagerUrl: alertmanager && url(alertmanager.http),
  };
}

function url(
  { host, port }: { readonly host: string; readonly port: number },
  scheme: "http" | "https" = "http",
): string {
  return `${scheme}://${host}:${port}`;
}
