import type { MetricsStore } from "../victoriametrics/store.ts";
import type { Description, WorkloadContext } from "../workload.ts";

export interface VmalertPlan {
  readonly store: MetricsStore;
  readonly evaluateEverySeconds: number;
  /** The same as the store's latency offset, so that a rule sees complete data. */
  readonly evaluationDelaySeconds: number;
  /** Where people open its page, for the links of alerts; undefined: at its own address. */
  readonly externalUrl?: string | undefined;
}

const RULES = "rules/agentobs.yaml";

/**
 * Evaluates the rules and tells Alertmanager.
 * https://docs.victoriametrics.com/victoriametrics/vmalert/#flags
 *
 * @param rules the rule file's text
 */
export function vmalert(plan: VmalertPlan, rules: string) {
  return (context: WorkloadContext<"vmalert">): Description => {
    const { read, write } = plan.store;
    const reads = `http://${context.at(read.workload, "http", "reads")}${read.path}`;
    const writes = `http://${context.at(write.workload, "http", "sends")}${write.path}`;
    return {
      summary: "evaluates the alert rules",
      tool: "vmalert",
      args: [
        `-httpListenAddr=${context.listen("http")}`,
        `-datasource.url=${reads}`,
        // The state of alerts survives a restart: written there, read from there.
        `-remoteWrite.url=${writes}`,
        `-remoteRead.url=${reads}`,
        ...context
          .each("alertmanager", "http", "sends")
          .map((address) => `-notifier.url=http://${address}`),
        `-rule=${context.path(RULES)}`,
        `-evaluationInterval=${plan.evaluateEverySeconds}s`,
        `-rule.evalDelay=${plan.evaluationDelaySeconds}s`,
        `-external.url=${plan.externalUrl ?? `http://${context.own("http")}`}`,
        "-loggerLevel=WARN",
      ],
      environment: {},
      secrets: [],
      files: { [RULES]: rules },
      health: { port: "http", path: "/health", startSeconds: 15 },
      stopSeconds: 10,
    };
  };
}
