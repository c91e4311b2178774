import { vmalertRules } from "../alerts/vmalert.ts";
import { alertmanager } from "../components/alertmanager/index.ts";
import { collector } from "../components/collector/index.ts";
import { sampler } from "../components/collector/sampler.ts";
import { type InstanceName, instanceOf, type WorkloadName } from "../components/core/names.ts";
import { describeWorkload, type Places } from "../components/describe-workload.ts";
import { jaeger } from "../components/jaeger/index.ts";
import { kubernetesPlatform } from "../components/platforms/kubernetes/platform.ts";
import { processPlatform } from "../components/platforms/process/spec.ts";
import { victoriaMetrics } from "../components/victoriametrics/index.ts";
import { vmalert } from "../components/vmalert/index.ts";
import type { Describe, Workload } from "../components/workload.ts";
import { vmuiDashboards } from "../dashboards/vmui.ts";
import type { Plan } from "./plan.ts";

/** The neutral description of everything that the stack runs, in an order in which it may start. */
export function workloadsOf(plan: Plan): Workload[] {
  return [...eachWorkload(plan)];
}

/** The same one by one, each described when it is asked for. */
export function* eachWorkload(plan: Plan): Generator<Workload> {
  const platform = plan.platform === "kubernetes" ? kubernetesPlatform : processPlatform;
  const places: Places = { platform, addresses: plan.addresses, replicas: plan.replicas };
  for (const instance of plan.workloads) {
    const { workload } = instanceOf(instance);
    yield described(workload, instance, plan, places);
  }
}

function described<W extends WorkloadName>(
  workload: W,
  instance: InstanceName<W>,
  plan: Plan,
  places: Places,
): Workload {
  return describeWorkload(instance, places, DESCRIPTIONS[workload](plan));
}

/** How each workload describes itself. */
const DESCRIPTIONS: { readonly [W in WorkloadName]: (plan: Plan) => Describe<W> } = {
  collector: (plan) => collector(plan.collector),
  sampler: (plan) => sampler(plan.collector),
  jaeger: (plan) => jaeger(plan.jaeger),
  victoriametrics: (plan) => victoriaMetrics(plan.victoriametrics, vmuiDashboards(plan.dashboards)),
  vmalert: (plan) => vmalert(plan.vmalert, vmalertRules(plan.alerts, plan.dashboards.dialect)),
  alertmanager: (plan) => alertmanager(plan.alertmanager),
};
