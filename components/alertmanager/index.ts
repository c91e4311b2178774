import { stringify } from "yaml";
import type { Description, WorkloadContext } from "../workload.ts";
import type { AlertmanagerPlan } from "./plan.ts";
import { heartbeatOf, receiversOf } from "./receivers.ts";
import { inhibitions, routingTree, timeInterval } from "./routing.ts";

/** Groups and routes alerts. https://prometheus.io/docs/alerting/latest/configuration/ */
export function alertmanager({ toldElsewhere, ...given }: AlertmanagerPlan) {
  const plan = toldElsewhere ? { ...given, routes: [], muteTimes: [] } : given;
  return (context: WorkloadContext<"alertmanager">): Description => {
    const path = (file: string) => context.secretPath(file);
    const routed = receiversOf(plan, path);
    const told = [...routed, ...heartbeatOf(plan, path)];
    const config = {
      route: routingTree(plan, routed),
      inhibit_rules: inhibitions(),
      receivers: [
        { name: "page-only" },
        ...told.map(({ name, config: receiver }) => ({ name, ...receiver })),
      ],
      ...(plan.muteTimes.length > 0 ? { time_intervals: plan.muteTimes.map(timeInterval) } : {}),
    };
    for (const { outside } of told) context.outside(outside);
    return {
      summary: "groups alerts and tells people",
      tool: "alertmanager",
      args: [
        `--config.file=${context.path("alertmanager.yaml")}`,
        `--storage.path=${context.data()}`,
        `--web.listen-address=${context.listen("http")}`,
        ...(plan.externalUrl === undefined ? [] : [`--web.external-url=${plan.externalUrl}`]),
        ...clusterArgs(plan, context),
        // So that a rule can tell a receiver that must be there from one that need not.
        "--enable-feature=receiver-name-in-metrics",
        "--log.level=warn",
      ],
      environment: {},
      secrets: told.flatMap(({ secrets }) => secrets),
      files: {
        "alertmanager.yaml": stringify(config, { lineWidth: 0, aliasDuplicateObjects: false }),
      },
      data: { retention: "120 hours of silences and notifications" },
      health: { port: "http", path: "/-/healthy", startSeconds: 15 },
      stopSeconds: 10,
    };
  };
}

/**
 * Replicas tell each other what they have sent. A single one opens no port for it.
 * https://prometheus.io/docs/alerting/latest/high_availability/
 */
function clusterArgs(
  { replicas }: AlertmanagerPlan,
  context: WorkloadContext<"alertmanager">,
): string[] {
  if (replicas === 1) return ["--cluster.listen-address="];
  const peers = context.each("alertmanager", "cluster", "sends");
  return [
    `--cluster.listen-address=${context.listen("cluster")}`,
    ...peers.map((peer) => `--cluster.peer=${peer}`),
  ];
}
