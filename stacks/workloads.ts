import type { TempoPart } from "../components/core/names.ts";
import { grafana } from "../components/grafana/index.ts";
import { tempo } from "../components/tempo/index.ts";
import { tempoPart } from "../components/tempo/parts.ts";
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

const part = (name: TempoPart) => (plan: Plan) =>
  tempoPart(name, plan.tempo, plan.replicas[name] ?? 1);

const DESCRIPTIONS: Descriptions = {
  ...ON_HOSTS,
  vmstorage: (plan) => vmstorage(plan.victoriametrics),
  vminsert: (plan) => vminsert(plan.victoriametrics),
  vmselect: (plan) => vmselect(plan.victoriametrics, vmuiDashboards(plan.dashboards)),
  tempo: (plan) => tempo(plan.tempo),
  "tempo-live-store-a": part("tempo-live-store-a"),
  "tempo-live-store-b": part("tempo-live-store-b"),
  "tempo-backend-scheduler": part("tempo-backend-scheduler"),
  "tempo-block-builder": part("tempo-block-builder"),
  "tempo-query-frontend": part("tempo-query-frontend"),
  "tempo-querier": part("tempo-querier"),
  "tempo-backend-worker": part("tempo-backend-worker"),
  "tempo-distributor": part("tempo-distributor"),
  ...LANGFUSE,
  grafana: (plan) =>
    grafana(plan.grafana, {
      dashboards: grafanaDashboards(plan.dashboards),
      provisioning: grafanaProvisioning,
    }),
};
