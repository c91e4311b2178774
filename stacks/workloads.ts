import { grafana } from "../components/grafana/index.ts";
import { tempo } from "../components/tempo/index.ts";
import { vminsert, vmselect, vmstorage } from "../components/victoriametrics/cluster.ts";
import type { Workload } from "../components/workload.ts";
import { grafanaDashboards } from "../dashboards/grafana.ts";
import { grafanaProvisioning } from "../dashboards/grafana-provisioning.ts";
import { LANGFUSE } from "./langfuse-descriptions.ts";
import { vmuiDashboards } from "../dashboards/vmui.ts";
import { described, type Descriptions, ON_HOSTS } from "./descriptions.ts";
import type { Plan } from "./plan.ts";

/** The neutral description of everything that the stack runs, in an order in which it may start. */
export function workloadsOf(plan: Plan): Workload[] {
  return [...described(plan, DESCRIPTIONS)];
}

const DESCRIPTIONS: Descriptions = {
  ...ON_HOSTS,
  vmstorage: (plan) => vmstorage(plan.victoriametrics),
  vminsert: (plan) => vminsert(plan.victoriametrics),
  vmselect: (plan) => vmselect(plan.victoriametrics, vmuiDashboards(plan.dashboards)),
  tempo: (plan) => tempo(plan.tempo),
  ...LANGFUSE,
  grafana: (plan) =>
    grafana(plan.grafana, {
      dashboards: grafanaDashboards(plan.dashboards),
      provisioning: grafanaProvisioning,
    }),
};
