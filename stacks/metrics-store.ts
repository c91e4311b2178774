import type { Destination } from "../components/collector/plan.ts";
import {
  CLUSTER_STORE,
  type MetricsStore,
  SINGLE_STORE,
} from "../components/victoriametrics/store.ts";
import type { Addresses } from "../components/workload.ts";
import type { Settings } from "./settings.ts";

/** Where metrics are written and read, where the stack runs the store. */
export const metricsStore = ({ victoriametrics: { cluster } }: Settings): MetricsStore =>
  cluster ? CLUSTER_STORE : SINGLE_STORE;

/** The base URL of its Prometheus API; undefined where the stack runs none. */
export function metricsUrlOf(addresses: Addresses, { read }: MetricsStore): string | undefined {
  const http = addresses[read.workload]?.http;
  return http && `http://${http.host}:${http.port}${read.path}`;
}

/** A destination as it is, or the cluster's own way in. */
export function throughStore(destination: Destination, { write }: MetricsStore): Destination {
  const { address, metrics } = destination;
  if (!("workload" in address) || address.workload !== "victoriametrics") return destination;
  return {
    ...destination,
    address: { workload: write.workload },
    metrics: { ...metrics, path: write.otlpPath },
  };
}
