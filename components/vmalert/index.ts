import type { Description, WorkloadContext } from "../workload.ts";

export interface VmalertPlan {
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
    const store = `http://${context.at("victoriametrics", "http", "reads")}`;
    return {
      summary: "evaluates the alert rules",
      tool: "vmalert",
      args: [
        `-httpListenAddr=${context.listen("http")}`,
        `-datasource.url=${store}`,
        // The state of alerts survives a restart: written there, read from there.
        `-remoteWrite.url=${store}`,
        `-remoteRead.url=${store}`,
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
