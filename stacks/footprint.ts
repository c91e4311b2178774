import type { WorkloadName } from "../components/core/names.ts";
import type { Footprint } from "../components/workload.ts";
import { alertmanagerFootprint, vmalertFootprint } from "./footprint-alerts.ts";
import { gatewayFootprint, samplerFootprint } from "./footprint-collector.ts";
import { grafanaFootprint } from "./footprint-grafana.ts";
import {
  langfuseClickHouseFootprint,
  langfusePostgresFootprint,
  langfuseS3Footprint,
  langfuseValkeyFootprint,
  langfuseWebFootprint,
  langfuseWorkerFootprint,
} from "./footprint-langfuse.ts";
import {
  vmagentFootprint,
  vminsertFootprint,
  vmselectFootprint,
  vmstorageFootprint,
} from "./footprint-cluster.ts";
import { victoriaMetricsFootprint } from "./footprint-metrics.ts";
import { jaegerFootprint, tempoFootprint } from "./footprint-traces.ts";
import { tempoPartFootprints } from "./footprint-tempo-parts.ts";
import type { Amount, Given, Need } from "./footprint-need.ts";
import { loadOf } from "./load.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";
import { sizesFor } from "./sizes.ts";

/** The one place that says what each workload needs: a line for each. */
const NEEDS: { readonly [W in WorkloadName]: (given: Given) => Need } = {
  collector: gatewayFootprint,
  sampler: samplerFootprint,
  jaeger: jaegerFootprint,
  tempo: tempoFootprint,
  ...tempoPartFootprints,
  victoriametrics: victoriaMetricsFootprint,
  vmstorage: vmstorageFootprint,
  vminsert: vminsertFootprint,
  vmselect: vmselectFootprint,
  vmagent: vmagentFootprint,
  vmalert: vmalertFootprint,
  alertmanager: alertmanagerFootprint,
  grafana: grafanaFootprint,
  "langfuse-web": langfuseWebFootprint,
  "langfuse-worker": langfuseWorkerFootprint,
  "langfuse-postgres": langfusePostgresFootprint,
  "langfuse-clickhouse": langfuseClickHouseFootprint,
  "langfuse-valkey": langfuseValkeyFootprint,
  "langfuse-s3": langfuseS3Footprint,
};

/** A footprint, and how each amount of it came about. */
export interface SizedFootprint extends Footprint {
  readonly how: Readonly<Partial<Record<keyof Footprint, string>>>;
}
export type Footprints = Readonly<Partial<Record<WorkloadName, SizedFootprint>>>;

/** What each replica of each workload that runs is given: what it needs, or what the settings say. */
export function footprintsFor(given: Omit<Given, "replicas">): Footprints {
  const { settings } = given;
  return Object.fromEntries(
    runningFor(settings).map(({ workload, replicas }) => [
      workload,
      sized(NEEDS[workload]({ ...given, replicas }), settings.sizes[workload] ?? {}),
    ]),
  );
}

/** The same from the settings alone. */
export function footprintsOf(settings: Settings): Footprints {
  const sizes = sizesFor(settings);
  return footprintsFor({ settings, sizes, load: loadOf(settings, sizes) });
}

type Own = NonNullable<Settings["sizes"][WorkloadName]>;

function sized(need: Need, own: Own): SizedFootprint {
  const decided = (amount: Amount, key: keyof Footprint, round: (of: number) => number): Amount => {
    const set = own[key];
    return set === undefined ? { ...amount, of: round(amount.of) } : { of: set, how: "as set" };
  };
  const memoryMiB = decided(need.memoryMiB, "memoryMiB", upTo(MEMORY_STEP_MIB));
  const cpuMillis = decided(need.cpuMillis, "cpuMillis", upTo(CPU_STEP_MILLIS));
  const diskGiB = need.diskGiB && decided(need.diskGiB, "diskGiB", diskStep);
  return {
    memoryMiB: memoryMiB.of,
    cpuMillis: cpuMillis.of,
    ...(diskGiB && { diskGiB: diskGiB.of }),
    how: {
      memoryMiB: memoryMiB.how,
      cpuMillis: cpuMillis.how,
      ...(diskGiB && { diskGiB: diskGiB.how }),
    },
  };
}

const MEMORY_STEP_MIB = 32;
const CPU_STEP_MILLIS = 10;
const upTo = (step: number) => (of: number) => Math.ceil(of / step) * step;

/**
 * Disks come in steps, each about half as large again: the claim of a StatefulSet can't be changed,
 * so a little more traffic must not ask for another one.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations
 */
const DISK_STEPS_GIB = [1, 2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000];
const LARGEST_STEP_GIB = 500;

function diskStep(of: number): number {
  return DISK_STEPS_GIB.find((step) => step >= of) ?? upTo(LARGEST_STEP_GIB)(of);
}
