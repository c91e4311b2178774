import type { WorkloadName } from "../components/core/names.ts";

/** What keeps a workload's disk from filling up, and what tells when it does all the same. */
interface DiskFacts {
  readonly bound: string;
  /** An alert of the kit; undefined where nothing watches it. */
  readonly watchedBy?: string;
}

const LIVE_STORE: DiskFacts = { bound: "the last 20 minutes: older blocks go" };

/**
 * Every disk of the stack. None of the stores can drop its oldest data by size: the single-node and
 * the cluster version of VictoriaMetrics have no such flag, and badger and Tempo go by age only. The
 * kubelet knows each volume, but asking it takes access to the cluster's API, which no part of the kit
 * has: the rules over it are a file for the cluster's own Prometheus.
 */
export const DISKS: Readonly<Partial<Record<WorkloadName, DiskFacts>>> = {
  collector: {
    bound:
      "its queues: full ones are smaller than the disk, and what comes next is dropped and counted",
    watchedBy: "CollectorQueueNearFull",
  },
  sampler: {
    bound: "its queues, as the collector's",
    watchedBy: "CollectorQueueNearFull",
  },
  jaeger: {
    bound: "`retention.traces.days`; badger has no limit by size",
    watchedBy: "DiskFillingUp, by `jaeger_storage_badger_key_log_bytes_available`",
  },
  tempo: {
    bound: "`retention.traces.days`; a local disk has no limit by size, a bucket no end",
  },
  "tempo-live-store-a": LIVE_STORE,
  "tempo-live-store-b": LIVE_STORE,
  "tempo-block-builder": { bound: "what one cycle reads from Kafka: at most 5 GB" },
  "tempo-backend-scheduler": { bound: "jobs of the last hour: a few MiB" },
  victoriametrics: {
    bound: "`retention.metrics.days`; it refuses writes when 256 MiB are left, and stays readable",
    watchedBy: "DiskFillingUp, by `vm_free_disk_space_bytes`",
  },
  vmstorage: {
    bound: "as victoriametrics; others take what one refuses",
    watchedBy: "DiskFillingUp, by `vm_free_disk_space_bytes`",
  },
  alertmanager: {
    bound: "120 hours of silences and notifications: a few MiB",
  },
  "langfuse-clickhouse": {
    bound: "`retention.langfuse.days`, by a TTL that it sets; its own logs a week",
  },
  "langfuse-s3": {
    bound:
      "`retention.langfuse.days`, by a lifecycle rule; it takes no more writes before the disk is full",
  },
  "langfuse-postgres": { bound: "users, projects, prompts and keys: it grows with people" },
  "langfuse-valkey": { bound: "its memory: full, it refuses what is new" },
  grafana: { bound: "what people add by hand; everything else is provisioned" },
};

/** The table of those that a stack runs, in Markdown. */
export function disksTable(workloads: readonly WorkloadName[]): string[] {
  return [
    "| workload | what bounds it | what watches it |",
    "|---|---|---|",
    ...workloads.flatMap((workload) => {
      const facts = DISKS[workload];
      return facts
        ? [
            `| ${workload} | ${facts.bound} | ${facts.watchedBy ?? "`rules/volumes.yaml`, in the cluster's own Prometheus"} |`,
          ]
        : [];
    }),
  ];
}
