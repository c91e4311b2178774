import { stringify } from "yaml";
import { TEMPO_PARTS, type TempoPart, type WorkloadName } from "../core/names.ts";
import type { Description, WorkloadContext } from "../workload.ts";

export interface VictoriaMetricsPlan {
  readonly retentionDays: number;
  /** How long a sample may take to arrive; younger ones are left out of queries. */
  readonly latencyOffsetSeconds: number;
  /** The kit's own parts, scraped for their metrics. */
  readonly scraped: readonly WorkloadName[];
  readonly scrapeEverySeconds: number;
}

/**
 * A single VictoriaMetrics: OTLP in, PromQL out, vmui dashboards beside it.
 * https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/#list-of-command-line-flags
 *
 * @param dashboards vmui dashboards by file name
 */
export function victoriaMetrics(
  plan: VictoriaMetricsPlan,
  dashboards: Readonly<Record<string, string>>,
) {
  return (context: WorkloadContext<"victoriametrics">): Description => ({
    summary: "stores metrics, answers queries, draws the dashboards",
    tool: "victoriametrics",
    args: [
      `-httpListenAddr=${context.listen("http")}`,
      `-storageDataPath=${context.data()}`,
      `-retentionPeriod=${plan.retentionDays}d`,
      // Names with units and types, the same as remote write and a Prometheus scrape give.
      "-opentelemetry.usePrometheusNaming",
      // Only what the collector made a label becomes one.
      "-opentelemetry.promoteAllResourceAttributes=false",
      "-opentelemetry.promoteScopeMetadata=false",
      `-search.latencyOffset=${plan.latencyOffsetSeconds}s`,
      // Refuses writes before the disk is full, and stays readable.
      "-storage.minFreeDiskSpaceBytes=256MiB",
      `-promscrape.config=${context.path("scrape.yaml")}`,
      ...(Object.keys(dashboards).length > 0
        ? [`-vmui.customDashboardsPath=${context.path("vmui")}`]
        : []),
      "-loggerLevel=WARN",
    ],
    environment: {},
    secrets: [],
    files: {
      "scrape.yaml": stringify(scrapeConfig(plan, context), { lineWidth: 0 }),
      ...Object.fromEntries(
        Object.entries(dashboards).map(([file, text]) => [`vmui/${file}`, text]),
      ),
    },
    data: { retention: `${plan.retentionDays} days` },
    health: { port: "http", path: "/health", startSeconds: 30 },
    stopSeconds: 20,
  });
}

function scrapeConfig(plan: VictoriaMetricsPlan, context: WorkloadContext<"victoriametrics">) {
  const job = (name: WorkloadName, targets: readonly string[]) => {
    const lookup = context.podLookup(name);
    return lookup === undefined
      ? { job_name: name, static_configs: [{ targets }] }
      : { job_name: name, dns_sd_configs: [{ names: [lookup], type: "A", port: portOf(targets) }] };
  };
  const tempo = (part: TempoPart) => () => context.each(part, "http", "scrapes");
  const targets: Partial<Record<WorkloadName, () => string[]>> = {
    ...Object.fromEntries(TEMPO_PARTS.map((part) => [part, tempo(part)])),
    collector: () => context.each("collector", "metrics", "scrapes"),
    sampler: () => context.each("sampler", "metrics", "scrapes"),
    jaeger: () => [context.at("jaeger", "metrics", "scrapes")],
    tempo: () => [context.at("tempo", "http", "scrapes")],
    victoriametrics: () => [context.own("http")],
    vmalert: () => [context.at("vmalert", "http", "scrapes")],
    alertmanager: () => context.each("alertmanager", "http", "scrapes"),
    grafana: () => [context.at("grafana", "http", "scrapes")],
    "langfuse-clickhouse": () => [context.at("langfuse-clickhouse", "metrics", "scrapes")],
    "langfuse-s3": () => [context.at("langfuse-s3", "metrics", "scrapes")],
  };
  return {
    global: { scrape_interval: `${plan.scrapeEverySeconds}s` },
    scrape_configs: plan.scraped.flatMap((name) => {
      const target = targets[name];
      return target ? [job(name, target())] : [];
    }),
  };
}

/**
 * The one port of targets that a name stands for.
 * https://docs.victoriametrics.com/victoriametrics/sd_configs/#dns_sd_configs
 */
const portOf = ([target = ""]: readonly string[]): number => Number(target.split(":").at(-1));
