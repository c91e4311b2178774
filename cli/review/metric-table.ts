import type { Kit } from "./kit.ts";

/** A row of a metrics table, of whichever revision. */
export interface MetricRow {
  readonly prometheus: string;
  readonly kind: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}
export type MetricTable = Readonly<Record<string, MetricRow>>;

/** The derived metrics that any of the revisions knows. */
export function derivedMetrics(kits: readonly Kit[]): MetricTable {
  return merged(kits.map(withBounds));
}

/** The kit's own metrics that any of the revisions knows. */
export function selfMetrics(kits: readonly Kit[]): MetricTable {
  return merged(kits.map((kit): MetricTable => kit.selfMetrics));
}

/** The derived metrics of a revision, with the bounds that its thresholds add to the histograms. */
function withBounds({ metrics, extraBuckets, plan }: Kit): MetricTable {
  const extra: Readonly<Record<string, readonly number[] | undefined>> = extraBuckets(plan.alerts);
  return Object.fromEntries(
    Object.entries(metrics as MetricTable).map(([key, row]) => [
      key,
      row.buckets ? { ...row, buckets: [...row.buckets, ...(extra[key] ?? [])] } : row,
    ]),
  );
}

/** Rows of all revisions; a histogram has every bound that one of them asks for. */
function merged(tables: readonly MetricTable[]): MetricTable {
  const rows = new Map<string, MetricRow>();
  for (const [key, row] of tables.flatMap((table) => Object.entries(table))) {
    const bounds = new Set([...(rows.get(key)?.buckets ?? []), ...(row.buckets ?? [])]);
    const buckets = [...bounds].sort((a, b) => a - b);
    rows.set(key, buckets.length > 0 ? { ...row, buckets } : row);
  }
  return Object.fromEntries(rows);
}
