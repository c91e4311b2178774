import type { LabelSelector, VectorExpr } from "@grafana/promql-builder";
import { COMMON_LABELS, type Label, METRICS } from "./metrics.ts";
import { SELF_METRICS } from "./self-metrics.ts";

/** What a store's query language understands. */
export type Dialect = "victoriametrics" | "prometheus";

export interface QueryTarget {
  /** `neutral` is for people: growth stands as `increase`, whatever it takes to get it. */
  readonly dialect: Dialect | "neutral";
  /** What the windows `step` and `range` are here; only dashboards use them. */
  readonly windows?: { readonly step: string; readonly range: string; readonly resolution: string };
  /** Set within a subquery: how far its steps are apart. */
  readonly stepSeconds?: number;
  /** Added to every derived series that has the label: label → regular expression. */
  readonly filters?: Readonly<Partial<Record<Label, string>>>;
  /**
   * Where collectors report by themselves: the environment whose ones are meant, as a regular
   * expression. Stacks may share a store elsewhere.
   */
  readonly reportedFrom?: string | undefined;
}

export function windowText(range: string, { windows }: QueryTarget): string {
  if (range !== "step" && range !== "range") return durationText(Number.parseInt(range));
  if (!windows) throw new Error(`the window "${range}" means something on a dashboard only`);
  return windows[range];
}

/** `3600` → `1h`: Grafana and Prometheus store normalised durations, others never compare equal. */
export function durationText(seconds: number): string {
  if (seconds > 0 && seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  if (seconds > 0 && seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

export function selector(expr: VectorExpr, { filters = {}, reportedFrom }: QueryTarget): string {
  const labels = labelsOf(expr.metric) ?? [];
  const reported = reportedFrom !== undefined && REPORTED.has(expr.metric);
  const added = [
    ...Object.entries(filters).filter(([label]) => labels.includes(label)),
    ...(reported ? [["deployment_environment_name", reportedFrom] as const] : []),
  ].map(([name, value]): LabelSelector => ({ name, operator: "=~", value }));
  const matchers = [...expr.labels, ...added].map(
    ({ name, operator: op, value }) => `${name}${op}${JSON.stringify(value)}`,
  );
  return matchers.length > 0 ? `${expr.metric}{${matchers.join(",")}}` : expr.metric;
}

/** What collectors say about themselves, by the names of its series. */
const REPORTED = new Set(
  Object.values(SELF_METRICS).flatMap(({ from, kind, prometheus }) =>
    from === "collector" ? seriesOf(prometheus, kind) : [],
  ),
);

/** The names of the series that a metric is stored as. */
export function seriesOf(prometheus: string, kind: string): string[] {
  const suffixes = kind === "histogram" ? ["_bucket", "_count", "_sum"] : [""];
  return suffixes.map((suffix) => prometheus + suffix);
}

const LABELS_BY_SERIES = new Map<string, readonly string[]>(
  Object.values(METRICS).flatMap(({ prometheus, kind, labels }) =>
    seriesOf(prometheus, kind).map((name): [string, readonly string[]] => [
      name,
      [...COMMON_LABELS, ...labels],
    ]),
  ),
);

/** Labels of a derived series, or undefined when the name is not one. */
export function labelsOf(name: string): readonly string[] | undefined {
  return LABELS_BY_SERIES.get(name);
}
