import { AGENTS, MODELS } from "../demo/cast.ts";
import { DEMO_RANGE } from "./demo-day.ts";
import type { MetricRow } from "./metric-table.ts";

/** A series whose value at a time needs no story. */
export interface Filler {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly valueAt: (seconds: number) => number;
}

/** Values of the labels that mean something here; of any other label there is one value. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  gen_ai_agent_name: ["coordinator", "research", "support"] satisfies (keyof typeof AGENTS)[],
  gen_ai_request_model: [MODELS.planner.model, MODELS.reader.model],
  gen_ai_provider_name: ["openai"],
  gen_ai_tool_name: ["web_search", "lookup_order"],
  exporter: ["otlp_grpc/jaeger", "otlp_http/victoriametrics"],
  job: ["collector", "victoriametrics"],
};

const PERIOD_SECONDS = 5400;

/**
 * Series of metrics that the day's story doesn't know: counters that grow with a wave in them,
 * gauges that go up and down. So a panel over a new metric shows something before anybody has
 * written its story.
 */
export function fillers(
  rows: readonly MetricRow[],
  without: readonly string[] = [],
  common: Readonly<Record<string, string>> = {},
): readonly Filler[] {
  return rows.flatMap((row) =>
    combinations(row.labels.filter((label) => !without.includes(label))).flatMap((own, index) =>
      fillersOf(row, { ...common, ...own }, index + 1),
    ),
  );
}

function fillersOf(
  { prometheus, kind, buckets = [] }: MetricRow,
  labels: Filler["labels"],
  size: number,
): readonly Filler[] {
  const grown = (share: number) => (seconds: number) => Math.round(share * size * passed(seconds));
  if (kind === "gauge")
    return [{ name: prometheus, labels, valueAt: (seconds) => size * (10 + 4 * wave(seconds)) }];
  if (kind === "counter") return [{ name: prometheus, labels, valueAt: grown(1) }];
  const bucket = (le: string, share: number): Filler => ({
    name: `${prometheus}_bucket`,
    labels: { ...labels, le },
    valueAt: grown(share),
  });
  const middle = buckets[Math.floor(buckets.length / 2)] ?? 1;
  return [
    ...buckets.map((bound, index) => bucket(String(bound), (index + 1) / (buckets.length + 1))),
    bucket("+Inf", 1),
    { name: `${prometheus}_count`, labels, valueAt: grown(1) },
    { name: `${prometheus}_sum`, labels, valueAt: grown(middle) },
  ];
}

function wave(seconds: number): number {
  return Math.sin((2 * Math.PI * (seconds - DEMO_RANGE.startSeconds)) / PERIOD_SECONDS);
}

/** Grows by about one in ten seconds, faster and slower in turn, and never falls. */
function passed(seconds: number): number {
  const since = seconds - DEMO_RANGE.startSeconds + PERIOD_SECONDS;
  return Math.max(0, (since + (PERIOD_SECONDS / 10) * (1 - Math.cos(wave(seconds)))) / 10);
}

function combinations(labels: readonly string[]): readonly Record<string, string>[] {
  return labels.reduce<Record<string, string>[]>(
    (all, label) =>
      all.flatMap((some) =>
        (VALUES[label] ?? ["example"]).map((value) => ({ ...some, [label]: value })),
      ),
    [{}],
  );
}
