import { vmalertRules } from "../alerts/vmalert.ts";
import { alertmanager } from "../components/alertmanager/index.ts";
import { collector } from "../components/collector/index.ts";
import { sampler } from "../components/collector/sampler.ts";
import {
  type InstanceName,
  instanceOf,
  type ReplicaName,
  type WorkloadName,
} from "../components/core/names.ts";
import { jaeger } from "../components/jaeger/index.ts";
import { processPlatform } from "../components/platforms/process/spec.ts";
import { victoriaMetrics } from "../components/victoriametrics/index.ts";
import { vmalert } from "../components/vmalert/index.ts";
import {
  type Description,
  describeWorkload,
  type Workload,
  type WorkloadContext,
} from "../components/workload.ts";
import { vmuiDashboards } from "../dashboards/vmui.ts";
import type { Plan } from "./plan.ts";

/** The neutral description of everything that the stack runs, in an order in which it may start. */
export function workloadsOf(plan: Plan): Workload[] {
  return [...eachWorkload(plan)];
}

/** The same one by one, each described when it is asked for. */
export function* eachWorkload(plan: Plan): Generator<Workload> {
  const describe = <W extends WorkloadName>(
    name: Parameters<typeof describeWorkload<W>>[0],
    description: (context: WorkloadContext<W>) => Description,
  ) => describeWorkload<W>(name, processPlatform, plan.addresses, description);
  const describers: Record<WorkloadName, (name: InstanceName) => Workload> = {
    collector: () => describe("collector", collector(plan.collector)),
    sampler: (name) => describe<"sampler">(name as ReplicaName, sampler(plan.collector)),
    jaeger: () => describe("jaeger", jaeger(plan.jaeger)),
    victoriametrics: () =>
      describe(
        "victoriametrics",
        victoriaMetrics(plan.victoriametrics, vmuiDashboards(plan.dashboards)),
      ),
    vmalert: () =>
      describe(
        "vmalert",
        vmalert(plan.vmalert, vmalertRules(plan.alerts, plan.dashboards.dialect)),
      ),
    alertmanager: () => describe("alertmanager", alertmanager(plan.alertmanager)),
  };
  for (const name of plan.workloads) yield describers[instanceOf(name).workload](name);
}
