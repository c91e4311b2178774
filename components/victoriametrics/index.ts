import type { Description, WorkloadContext } from "../workload.ts";
import { FREE_DISK_FLAG, OTLP_FLAGS, vmuiFiles } from "./flags.ts";
import type { VictoriaMetricsPlan } from "./plan.ts";
import { scrapeFile } from "./scrape.ts";

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
      ...OTLP_FLAGS,
      `-search.latencyOffset=${plan.latencyOffsetSeconds}s`,
      FREE_DISK_FLAG,
      `-promscrape.config=${context.path("scrape.yaml")}`,
      ...(Object.keys(dashboards).length > 0
        ? [`-vmui.customDashboardsPath=${context.path("vmui")}`]
        : []),
      "-loggerLevel=WARN",
    ],
    environment: {},
    secrets: [],
    files: {
      "scrape.yaml": scrapeFile(
        plan,
        { name: "victoriametrics", address: context.own("http") },
        context,
      ),
      ...vmuiFiles(dashboards),
    },
    data: { retention: `${plan.retentionDays} days` },
    health: { port: "http", path: "/health", startSeconds: 30 },
    stopSeconds: 20,
  });
}
