import { stringify } from "yaml";
import type { Description, SecretUse, WorkloadContext } from "../workload.ts";

export type Severity = "critical" | "warning";

export interface AlertmanagerPlan {
  readonly groupWaitSeconds: number;
  readonly groupIntervalSeconds: number;
  readonly routes: readonly AlertRoute[];
}

export interface AlertRoute {
  readonly severities: readonly Severity[];
  /** An address, or the name of the secret that holds it. */
  readonly webhook: { readonly url: string } | { readonly urlSecret: string };
}

/** Groups and routes alerts. https://prometheus.io/docs/alerting/latest/configuration/ */
export function alertmanager(plan: AlertmanagerPlan) {
  return (context: WorkloadContext<"alertmanager">): Description => ({
    summary: "groups alerts and tells people",
    tool: "alertmanager",
    args: [
      `--config.file=${context.path("alertmanager.yaml")}`,
      `--storage.path=${context.data()}`,
      `--web.listen-address=${context.listen("http")}`,
      // One replica: no gossip port.
      "--cluster.listen-address=",
      "--log.level=warn",
    ],
    environment: {},
    secrets: plan.routes.flatMap(secretOf),
    files: { "alertmanager.yaml": stringify(config(plan, context), { lineWidth: 0 }) },
    data: { retention: "120 hours of silences and notifications" },
    health: { port: "http", path: "/-/healthy", startSeconds: 15 },
    stopSeconds: 10,
    resources: { memoryMiB: 64 },
  });
}

const secretFile = (index: number): string => `webhook-${index + 1}-url`;

function secretOf({ webhook }: AlertRoute, index: number): SecretUse[] {
  return "urlSecret" in webhook ? [{ secret: webhook.urlSecret, file: secretFile(index) }] : [];
}

function config(plan: AlertmanagerPlan, context: WorkloadContext<"alertmanager">) {
  const receivers = plan.routes.map(({ webhook }, index) => ({
    name: `webhook-${index + 1}`,
    webhook_configs: [
      {
        send_resolved: true,
        // Alertmanager reads secrets from files only.
        ...("url" in webhook
          ? { url: webhook.url }
          : { url_file: context.secretPath(secretFile(index)) }),
      },
    ],
  }));
  return {
    route: {
      // Without a route of its own an alert is shown on the page, and nobody is told.
      receiver: "page-only",
      group_by: ["alertname", "service_name", "gen_ai_agent_name"],
      group_wait: `${plan.groupWaitSeconds}s`,
      group_interval: `${plan.groupIntervalSeconds}s`,
      repeat_interval: "4h",
      routes: plan.routes.map(({ severities }, index) => ({
        receiver: `webhook-${index + 1}`,
        matchers: [`severity=~"${severities.join("|")}"`],
        // Every route is asked: one severity may be told to several receivers.
        continue: true,
      })),
    },
    receivers: [{ name: "page-only" }, ...receivers],
  };
}
