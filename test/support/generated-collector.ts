import { parse } from "yaml";
import { collector } from "../../components/collector/index.ts";
import type { CollectorPlan } from "../../components/collector/plan.ts";
import type { WorkloadContext } from "../../components/workload.ts";
import { TEST_COLLECTOR } from "./collector-plan.ts";

/** What the collector has asked its context for, as edges. */
export const asked: string[] = [];
const PORTS = { otlpGrpc: 1, otlpHttp: 2, health: 3, metrics: 4, ownMetrics: 5 } as const;
const context: WorkloadContext<"collector"> = {
  listen: (port) => `127.0.0.1:${PORTS[port]}`,
  loopback: (port) => `127.0.0.1:${PORTS[port]}`,
  at: (peer, port, relation) => {
    asked.push(`${relation} ${peer}.${port}`);
    return `${peer}:${port}`;
  },
  each: (peer, port, relation) => {
    asked.push(`${relation} ${peer}.${port}`);
    return [0, 1].map((ordinal) => `${peer}-${ordinal}:${port}`);
  },
  podLookup: () => undefined,
  own: (port) => `collector:${port}`,
  outside: ({ host, port }) => {
    asked.push(`leaves for ${host ?? "a secret address"}:${port}`);
  },
  ordinal: 0,
  memoryMiB: 1024,
  path: (file) => `/etc/${file}`,
  data: (sub) => `/data/${sub ?? ""}`,
  secretPath: (file) => `/secrets/${file}`,
};

interface Row {
  name: string;
  unit: string;
  attributes: { key: string; default_value?: string; optional?: boolean }[];
  conditions?: string[];
  histogram?: { buckets: number[] };
}
interface Config {
  receivers: Record<string, unknown>;
  processors: Record<string, Record<string, unknown>>;
  exporters: Record<string, Record<string, unknown>>;
  connectors: Record<string, { error_mode?: string; spans?: Row[] }>;
  extensions: Record<string, unknown>;
  service: {
    extensions: string[];
    pipelines: Record<string, { receivers: string[]; processors: string[]; exporters: string[] }>;
  };
}

/** The collector as it describes itself on addresses that tell where they come from. */
export const describeWith = (change: Partial<CollectorPlan> = {}) =>
  collector({ ...TEST_COLLECTOR, ...change })(context);
export const yamlOf = (change: Partial<CollectorPlan> = {}): string =>
  describeWith(change).files["collector.yaml"] ?? "";
export const configOf = (change: Partial<CollectorPlan> = {}): Config =>
  parse(yamlOf(change)) as Config;
export const rowsOf = (of: Config) =>
  Object.values(of.connectors).flatMap(({ spans = [] }) => spans);
