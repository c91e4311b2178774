import type { Description, WorkloadContext } from "../workload.ts";
import type { VictoriaMetricsPlan } from "./plan.ts";
import { scrapeFile } from "./scrape.ts";
import { CLUSTER_STORE } from "./store.ts";

const BUFFER = "/buffer";

/**
 * Scrapes the kit's own parts for a cluster, which can't do it itself as the single version does.
 * https://docs.victoriametrics.com/victoriametrics/vmagent/
 */
export const vmagent =
  (plan: VictoriaMetricsPlan) =>
  (context: WorkloadContext<"vmagent">): Description => {
    const { workload, path } = CLUSTER_STORE.write;
    return {
      summary: "scrapes the parts of the stack for their own metrics",
      tool: "vmagent",
      args: [
        `-httpListenAddr=${context.listen("http")}`,
        `-promscrape.config=${context.path("scrape.yaml")}`,
        `-remoteWrite.url=http://${context.at(workload, "http", "sends")}${path}/api/v1/write`,
        // Old samples make room for new ones: its disk is small, and lost with the pod.
        `-remoteWrite.tmpDataPath=${BUFFER}`,
        "-remoteWrite.maxDiskUsagePerURL=500MB",
        "-loggerLevel=WARN",
      ],
      environment: {},
      secrets: [],
      files: {
        "scrape.yaml": scrapeFile(plan, { name: "vmagent", address: context.own("http") }, context),
      },
      scratch: [BUFFER],
      health: { port: "http", path: "/health", startSeconds: 15 },
      stopSeconds: 20,
    };
  };
