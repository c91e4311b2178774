import type { Description, WorkloadContext } from "../workload.ts";
import { FREE_DISK_FLAG, OTLP_FLAGS, vmuiFiles } from "./flags.ts";
import type { ClusterPlan, VictoriaMetricsPlan } from "./plan.ts";

/** What copies differ by: nothing. Set wherever samples are merged. */
const SAME_SAMPLE = "-dedup.minScrapeInterval=1ms";

/** Longer than it takes to let go of the inserters one by one, by default 25 s, and to flush. */
const STORAGE_STOP_SECONDS = 60;

/**
 * A part of the series, on a disk of its own.
 * https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#list-of-command-line-flags-for-vmstorage
 */
export const vmstorage =
  (plan: VictoriaMetricsPlan) =>
  (context: WorkloadContext<"vmstorage">): Description => ({
    summary: "stores a part of the metrics",
    tool: "vmstorage",
    args: [
      `-httpListenAddr=${context.listen("http")}`,
      `-vminsertAddr=${context.listen("fromInsert")}`,
      `-vmselectAddr=${context.listen("fromSelect")}`,
      `-storageDataPath=${context.data()}`,
      `-retentionPeriod=${plan.retentionDays}d`,
      ...(clusterOf(plan).replicationFactor > 1 ? [SAME_SAMPLE] : []),
      FREE_DISK_FLAG,
      "-loggerLevel=WARN",
    ],
    environment: {},
    secrets: [],
    files: {},
    data: { retention: `${plan.retentionDays} days` },
    health: { port: "http", path: "/health", startSeconds: 120 },
    stopSeconds: STORAGE_STOP_SECONDS,
  });

/**
 * Spreads what is written over the storages.
 * https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#list-of-command-line-flags-for-vminsert
 */
export const vminsert =
  (plan: VictoriaMetricsPlan) =>
  (context: WorkloadContext<"vminsert">): Description => ({
    summary: "takes metrics and spreads them over the storages",
    tool: "vminsert",
    args: [
      `-httpListenAddr=${context.listen("http")}`,
      `-storageNode=${context.each("vmstorage", "fromInsert", "sends").join(",")}`,
      `-replicationFactor=${clusterOf(plan).replicationFactor}`,
      ...OTLP_FLAGS,
      "-loggerLevel=WARN",
    ],
    environment: {},
    secrets: [],
    files: {},
    health: { port: "http", path: "/health", startSeconds: 30 },
    stopSeconds: 20,
    scaling: SCALING,
  });

/**
 * Answers queries out of all storages, and draws the dashboards.
 * https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#list-of-command-line-flags-for-vmselect
 *
 * @param dashboards vmui dashboards by file name
 */
export const vmselect =
  (plan: VictoriaMetricsPlan, dashboards: Readonly<Record<string, string>>) =>
  (context: WorkloadContext<"vmselect">): Description => ({
    summary: "answers queries out of all storages, draws the dashboards",
    tool: "vmselect",
    args: [
      `-httpListenAddr=${context.listen("http")}`,
      `-storageNode=${context.each("vmstorage", "fromSelect", "reads").join(",")}`,
      // With fewer storages away than there are copies, an answer is whole.
      `-replicationFactor=${clusterOf(plan).replicationFactor}`,
      ...(clusterOf(plan).replicationFactor > 1 ? [SAME_SAMPLE] : []),
      `-search.latencyOffset=${plan.latencyOffsetSeconds}s`,
      `-cacheDataPath=${CACHE}`,
      ...(Object.keys(dashboards).length > 0
        ? [`-vmui.customDashboardsPath=${context.path("vmui")}`]
        : []),
      "-loggerLevel=WARN",
    ],
    environment: {},
    secrets: [],
    files: vmuiFiles(dashboards),
    scratch: [CACHE],
    health: { port: "http", path: "/health", startSeconds: 30 },
    stopSeconds: 20,
    scaling: SCALING,
  });

const CACHE = "/cache";
/** They hold nothing: more are started when they are busy. */
const SCALING = { maxReplicas: 8, cpuPercent: 70 };

function clusterOf({ cluster }: VictoriaMetricsPlan): ClusterPlan {
  if (!cluster) throw new Error("a part of a VictoriaMetrics cluster without a cluster");
  return cluster;
}
