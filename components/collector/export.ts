import { ProblemError } from "../core/errors.ts";
import { outsideOf } from "../workload.ts";
import type { TierContext } from "./context.ts";
import { type Delivery, durable, inMemory } from "./delivery.ts";
import type { Exporter, Extension, NonEmpty } from "./pipeline.ts";
import type { CollectorPlan, Destination, OwnAddress } from "./plan.ts";
import type { Route } from "./routes.ts";
import { secretFile, type SecretReference, secretVariable } from "./secrets.ts";

export interface Exporters {
  /** To those who made the route's choice of traces. */
  traces(route: Route): Exporter[];
  metrics(): Exporter[];
}

/**
 * An exporter per destination, each with its own queue: one that is down holds back no other. A tier
 * makes only those that it sends to: making one is an edge of the stack.
 */
export function exportersTo(plan: CollectorPlan, context: TierContext): Exporters {
  const to = (destination: Destination): Exporter => exporterTo(destination, plan, context);
  return {
    traces: ({ destinations }) =>
      plan.destinations.filter(({ name }) => destinations.includes(name)).map(to),
    metrics: () =>
      plan.destinations
        .filter(({ metrics }) => metrics !== undefined)
        .map((destination) => forMetrics(to(destination), destination)),
  };
}

/** The certificates to trust, by the name of a file of the workload. */
export const certificateFiles = (destinations: readonly Destination[]): Record<string, string> =>
  Object.fromEntries(
    destinations.flatMap(({ name, ca }) => (ca === undefined ? [] : [[caFile(name), ca] as const])),
  );
const caFile = (name: string): string => `${name}-ca.pem`;

function exporterTo(destination: Destination, plan: CollectorPlan, context: TierContext): Exporter {
  const { name, protocol } = destination;
  const { config, needs }: Delivery =
    protocol === "prometheus_remote_write"
      ? inMemory
      : durable(context.data("queue"), itemsOf(destination, plan), destination.maxRequestBytes);
  const client = connection(destination, context);
  return {
    kind: "exporters",
    type: protocol,
    name,
    needs: [...needs, ...client.needs],
    config:
      protocol === "prometheus_remote_write"
        ? { http: { ...client.config, timeout: "10s" }, ...REMOTE_WRITE, ...config }
        : { ...client.config, ...config },
  };
}

/** Its queue holds what it takes: spans, data points, or both in turn. */
function itemsOf({ traces, metrics }: Destination, { queue }: CollectorPlan): number {
  return Math.max(traces ? queue.spans : 0, metrics ? queue.dataPoints : 0);
}

/** Metrics may want headers that traces must not have: then they need an exporter of their own. */
function forMetrics(exporter: Exporter, { name, metrics }: Destination): Exporter {
  if (!metrics?.headers) return exporter;
  const config = exporter.config as { readonly headers?: object };
  const headers = { ...config.headers, ...metrics.headers };
  return { ...exporter, name: `${name}-metrics`, config: { ...config, headers } };
}

/**
 * Names and labels as VictoriaMetrics makes them of OTLP; what became a label is one already.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/exporter/prometheusremotewriteexporter
 */
const REMOTE_WRITE = {
  translation_strategy: "UnderscoreEscapingWithSuffixes",
  target_info: { enabled: false },
  disable_scope_info: true,
};

/** How the destination is reached, in the words of the collector's HTTP and gRPC clients. */
function connection(
  destination: Destination,
  context: TierContext,
): { config: object; needs: readonly Extension[] } {
  const { protocol, compression, name, ca } = destination;
  const auth = basicAuth(destination, context);
  const headers = {
    ...destination.headers,
    ...Object.fromEntries(
      Object.entries(destination.headerSecrets).map(([header, secret]) => [
        header,
        secretVariable(secret),
      ]),
    ),
  };
  const { endpoint, plain } = endpointOf(destination, context);
  const grpc = protocol === "otlp_grpc";
  const key = !grpc && destination.metrics?.path !== undefined ? "metrics_endpoint" : "endpoint";
  const tls = {
    ...(grpc && plain && { insecure: true }),
    ...(ca !== undefined && { ca_file: context.path(caFile(name)) }),
  };
  return {
    needs: auth ? [auth] : [],
    config: {
      [key]: endpoint,
      ...(Object.keys(tls).length > 0 && { tls }),
      ...(protocol !== "prometheus_remote_write" && { compression }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(auth && { auth: { authenticator: `${auth.type}/${name}` } }),
    },
  };
}

function endpointOf(
  { address, protocol, metrics }: Destination,
  context: TierContext,
): { endpoint: string | SecretReference; plain: boolean } {
  const path = metrics?.path ?? "";
  if ("workload" in address)
    return { endpoint: `${ownEndpoint(address, context)}${path}`, plain: true };
  if ("urlSecret" in address) {
    context.outside({ port: 443 });
    return { endpoint: secretVariable(address.urlSecret), plain: false };
  }
  const url = new URL(address.url);
  const plain = url.protocol === "http:";
  context.outside(outsideOf(address.url));
  if (protocol !== "otlp_grpc") return { endpoint: `${address.url}${path}`, plain };
  // A gRPC client takes no scheme, and without a port it would guess.
  return { endpoint: `${url.hostname}:${url.port || (plain ? "80" : "443")}`, plain };
}

/** Where a backend of this stack takes what the collector sends. */
function ownEndpoint({ workload, path = "" }: OwnAddress, context: TierContext): string {
  if (workload === "jaeger" || workload === "tempo" || workload === "tempo-distributor")
    return context.at(workload, "otlpGrpc", "sends");
  return `http://${context.at(workload, "http", "sends")}${path}`;
}

/** https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/basicauthextension */
function basicAuth({ name, basicAuth: auth }: Destination, context: TierContext) {
  if (!auth) return undefined;
  const pathOf = (file: string): string => context.secretPath(file);
  const { user, passwordSecret } = auth;
  const extension: Extension = {
    kind: "extensions",
    type: "basicauth",
    name,
    config: {
      client_auth: {
        ...(typeof user === "string"
          ? { username: user }
          : { username_file: secretFile(user.secret, pathOf) }),
        password_file: secretFile(passwordSecret, pathOf),
      },
    },
  };
  return extension;
}

/**
 * Settings without a destination for both signals are refused earlier, a plan made by hand here.
 * @throws ProblemError
 */
export function someone<T>(
  [first, ...others]: readonly T[],
  signal: "traces" | "metrics",
): NonEmpty<T> {
  if (first !== undefined) return [first, ...others];
  throw new ProblemError({
    where: "agentobs:destinations",
    what: `no destination takes the ${signal}`,
    fix: `add { type: ${signal === "traces" ? "jaeger" : "victoriametrics"} }`,
  });
}
