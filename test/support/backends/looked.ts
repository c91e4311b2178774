import type { Verification } from "../../../cli/verify/run-verify.ts";
import type { BackendName } from "./everywhere.ts";

export const TITLES: Readonly<Record<BackendName, string>> = {
  tempo: "Tempo",
  prometheus: "Prometheus",
  langfuse: "Langfuse",
  "grafana-cloud": "Grafana Cloud",
  honeycomb: "Honeycomb",
};
/** Those that take traces, and those whose samples are compared one by one. */
export const TRACES = ["tempo", "langfuse", "grafana-cloud", "honeycomb"] as const;
export const METRICS = ["prometheus", "grafana-cloud"] as const;
export const ALL = ["tempo", "prometheus", "langfuse", "grafana-cloud", "honeycomb"] as const;

export const failed = ({ checks }: Verification) => checks.filter(({ ok }) => !ok);
export const named = ({ checks }: Verification, name: string) =>
  checks.find((check) => check.name === name);

/** Five kinds of exporters and their pipelines: the collector takes a while on a busy machine. */
export const START_MILLIS = 120_000;
