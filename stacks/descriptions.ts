import { vmalertRules } from "../alerts/vmalert.ts";
import { alertmanager } from "../components/alertmanager/index.ts";
import { collector } from "../components/collector/index.ts";
import { sampler } from "../components/collector/sampler.ts";
import { type InstanceName, instanceOf, type WorkloadName } from "../components/core/names.ts";
import type { Program } from "../components/core/versions.ts";
import { describeWorkload, type Places, type Platform } from "../components/describe-workload.ts";
import { jaeger } from "../components/jaeger/index.ts";
import { dockerPlatform } from "../components/platforms/docker/platform.ts";
import { kubernetesPlatform } from "../components/platforms/kubernetes/platform.ts";
import { processPlatform } from "../components/platforms/process/spec.ts";
import { victoriaMetrics } from "../components/victoriametrics/index.ts";
import { vmagent } from "../components/victoriametrics/vmagent.ts";
import { vmalert } from "../components/vmalert/index.ts";
import type { Describe, Workload } from "../components/workload.ts";
import { vmuiDashboards } from "../dashboards/vmui.ts";
import type { Plan } from "./plan.ts";

/** How each workload describes itself. */
export type Descriptions<W extends WorkloadName = WorkloadName> = {
  readonly [N in W]: (plan: Plan) => Describe<N>;
};

/** Those that a host can run. */
export const ON_HOSTS: Descriptions<(Program | "sampler") & WorkloadName> = {
  collector: (plan) => collector(plan.collector),
  sampler: (plan) => sampler(plan.collector),
  jaeger: (plan) => jaeger(plan.jaeger),
  victoriametrics: (plan) => victoriaMetrics(plan.victoriametrics, vmuiPages(plan)),
  vmagent: (plan) => vmagent(plan.victoriametrics),
  vmalert: (plan) => vmalert(plan.vmalert, vmalertRules(plan.alerts, plan.dashboards.dialect)),
  alertmanager: (plan) => alertmanager(plan.alertmanager),
};

const PLATFORMS: Readonly<Record<Plan["platform"], Platform>> = {
  process: processPlatform,
  docker: dockerPlatform,
  kubernetes: kubernetesPlatform,
};

/** Where Grafana shows the dashboards, a change of one must not restart the store. */
const vmuiPages = (plan: Plan): Readonly<Record<string, string>> =>
  plan.workloads.includes("grafana") ? {} : vmuiDashboards(plan.dashboards);

/** Everything that a stack on one host runs, one by one. It loads nothing of what runs from images. */
export const eachWorkloadOnHost = (plan: Plan): Generator<Workload> => described(plan, ON_HOSTS);

/** Everything that the stack runs, each described when it is asked for. */
export function* described(plan: Plan, descriptions: Partial<Descriptions>): Generator<Workload> {
  const platform = PLATFORMS[plan.platform];
  const { addresses, podLookups, replicas, footprints } = plan;
  const places: Places = { platform, addresses, podLookups, replicas, footprints };
  for (const instance of plan.workloads) {
    const { workload } = instanceOf(instance);
    yield describedBy(descriptions, workload, instance, plan, places);
  }
}

function describedBy<W extends WorkloadName>(
  descriptions: Partial<Descriptions<W>>,
  workload: W,
  instance: InstanceName<W>,
  plan: Plan,
  places: Places,
): Workload {
  const describe = descriptions[workload];
  if (!describe) throw new Error(`${instance} can't run on the platform ${plan.platform}`);
  return describeWorkload(instance, places, describe(plan));
}
