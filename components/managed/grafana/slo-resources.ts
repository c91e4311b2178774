import type { CustomResourceOptions } from "@pulumi/pulumi";
import { SLO } from "@pulumiverse/grafana/slo/slo.js";
import type { GrafanaObjects } from "./objects.ts";

/** Service level objectives. The plugin that keeps them is part of Grafana Cloud. */
export function createSlos(
  { slos }: Pick<GrafanaObjects, "slos">,
  options: CustomResourceOptions,
): void {
  for (const { name, description, good, all, metricsUid, objective, days, alerts } of slos)
    new SLO(
      name,
      {
        name,
        description,
        queries: [{ type: "ratio", ratio: { successMetric: good, totalMetric: all } }],
        objectives: [{ value: objective, window: `${days}d` }],
        destinationDatasource: { uid: metricsUid },
        labels: [{ key: "managed_by", value: "agentobs" }],
        ...(alerts && { alerting: BURN_RATE }),
      },
      options,
    );
}

/** Grafana's own pair of rules: https://grafana.com/docs/grafana-cloud/alerting-and-irm/slo/best-practices/ */
const BURN_RATE = {
  fastburn: { labels: [{ key: "severity", value: "critical" }] },
  slowburn: { labels: [{ key: "severity", value: "warning" }] },
};
