import type { JaegerPlan } from "../components/jaeger/plan.ts";
import type { Settings } from "./settings.ts";

/** Where Jaeger keeps traces, and for how long. */
export function jaegerPlan({ jaeger: { storage }, retention }: Settings): JaegerPlan {
  const { clickhouse, elasticsearch } = storage ?? {};
  return {
    retentionDays: retention.traces.days,
    storage: clickhouse
      ? { kind: "clickhouse", ...clickhouse }
      : elasticsearch
        ? { kind: "elasticsearch", ...elasticsearch }
        : { kind: "badger" },
  };
}

/** How many. Without a disk of its own, any number serves the same traces. */
export function jaegersFor({ jaeger: { storage, replicas } }: Settings): {
  replicas: number;
  stateless: boolean;
} {
  return storage ? { replicas: replicas ?? 2, stateless: true } : { replicas: 1, stateless: false };
}
