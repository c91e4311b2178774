import {
  type Exposed,
  type ExposurePlan,
  type IngressTls,
  type PageName,
  pageNames,
  PAGES,
} from "../components/platforms/kubernetes/exposure-plan.ts";
import { publishedAddresses } from "./docker-plan.ts";
import type { Settings } from "./settings.ts";

/** https://opentelemetry.io/docs/specs/otlp/#otlphttp-request */
const OTLP_PATHS = ["/v1/traces", "/v1/metrics", "/v1/logs"];
/** https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto/collector */
const OTLP_SERVICES = ["trace.v1.TraceService", "metrics.v1.MetricsService", "logs.v1.LogsService"];

type Asked = Pick<Settings["kubernetes"], "ingress" | "gateway">;

/** What is reached from outside of the cluster: only what the settings name. */
export function exposurePlan({ ingress, gateway }: Asked): ExposurePlan | undefined {
  if (ingress) {
    const { className, annotations, tls, controllerNamespace, otlp, pages } = ingress;
    const through = {
      kind: "ingress",
      className,
      annotations,
      tls: tls && ingressTls(tls),
    } as const;
    const exposed = [...(otlp ? [otlpHttp(otlp.host, otlp.annotations)] : []), ...pagesOf(pages)];
    return { through, controllerNamespace, exposed };
  }
  if (!gateway) return undefined;
  const { parentRefs: parents, backendCa, controllerNamespace, otlp, otlpGrpc, pages } = gateway;
  return {
    through: { kind: "gateway", parents, backendCa },
    controllerNamespace,
    exposed: [
      ...(otlp ? [otlpHttp(otlp.host)] : []),
      ...(otlpGrpc ? [grpc(otlpGrpc.host)] : []),
      ...pagesOf(pages),
    ],
  };
}

function ingressTls({
  secretName,
  clusterIssuer = "",
}: NonNullable<NonNullable<Asked["ingress"]>["tls"]>): IngressTls {
  return secretName === undefined ? { clusterIssuer } : { secretName };
}

const otlpHttp = (host: string, annotations: Exposed["annotations"] = {}): Exposed => ({
  workload: "collector",
  port: "otlpHttp",
  host,
  only: { paths: OTLP_PATHS },
  annotations,
});

const grpc = (host: string): Exposed => ({
  workload: "collector",
  port: "otlpGrpc",
  host,
  only: { services: OTLP_SERVICES.map((service) => `opentelemetry.proto.collector.${service}`) },
  annotations: {},
});

type Pages = NonNullable<Asked["ingress"]>["pages"];

const pagesOf = (pages: Pages): Exposed[] =>
  pageNames.flatMap((page) => {
    const host = pages[page]?.host;
    return host === undefined
      ? []
      : [{ workload: page, port: PAGES[page].port, host, annotations: {} }];
  });

/** Where a browser finds a page; undefined where it is not exposed. */
export function pageUrl(settings: Settings, page: PageName): string | undefined {
  const { platform, kubernetes } = settings;
  if (platform === "docker") return publishedUrl(settings, page);
  const exposure = platform === "kubernetes" ? exposurePlan(kubernetes) : undefined;
  const host = exposure?.exposed.find(({ workload }) => workload === page)?.host;
  if (!exposure || host === undefined) return undefined;
  const { through } = exposure;
  return `${through.kind === "gateway" || through.tls ? "https" : "http"}://${host}`;
}

function publishedUrl(settings: Settings, page: PageName): string | undefined {
  const ports: Readonly<Record<string, { host: string; port: number }>> | undefined =
    publishedAddresses(settings)[page];
  const at = ports?.[PAGES[page].port];
  return at && `http://${at.host}:${at.port}`;
}

/** The environment of agents outside of the cluster; undefined where they are not let in. */
export function agentEnvironmentOutside(
  settings: Settings,
  inside: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const exposed =
    settings.platform === "kubernetes" ? exposurePlan(settings.kubernetes)?.exposed : [];
  const otlp = exposed?.find(({ workload }) => workload === "collector");
  if (!otlp) return undefined;
  return {
    ...inside,
    OTEL_EXPORTER_OTLP_ENDPOINT: `https://${otlp.host}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: otlp.port === "otlpGrpc" ? "grpc" : "http/protobuf",
  };
}
