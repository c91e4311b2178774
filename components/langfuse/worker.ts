import type { Description, WorkloadContext } from "../workload.ts";
import { langfuseEnvironment } from "./environment.ts";
import type { LangfusePlan } from "./plan.ts";
import { heapFor } from "./web.ts";

const CA = "langfuse-worker/stores-ca.pem";

/**
 * Writes what is queued to ClickHouse.
 * https://langfuse.com/self-hosting/deployment/infrastructure/containers
 */
export function langfuseWorker(plan: LangfusePlan) {
  return (context: WorkloadContext<"langfuse-worker">): Description => {
    const [host = "", port = ""] = context.listen("http").split(":");
    const { environment, secrets, files } = langfuseEnvironment(plan, context, CA);
    // The web makes the tables that the worker needs, so it has to be there first.
    context.at("langfuse-web", "http", "reads");
    return {
      summary: "writes what is queued to Langfuse's stores",
      tool: "langfuseWorker",
      args: [],
      environment: { ...environment, HOSTNAME: host, PORT: port, NODE_OPTIONS: heapFor(context) },
      secrets,
      files,
      scratch: ["/tmp"],
      health: { port: "http", path: "/api/health", readyPath: "/api/ready", startSeconds: 120 },
      // It ends what it has begun, and writes what waits in memory.
      stopSeconds: 60,
      // https://langfuse.com/self-hosting/configuration/scaling#scaling-the-worker-containers
      scaling: { maxReplicas: 4, cpuPercent: 50 },
    };
  };
}
