import type { COMPONENTS } from "./components.ts";

/**
 * Typed parts and stages. Pipelines hold parts, never ids, so no id can dangle; a stage takes only
 * what the stage before it made, so no sampler can stand between the spans and their metrics.
 */
export type NonEmpty<T> = readonly [T, ...T[]];
export type Kind = keyof typeof COMPONENTS;
type TypeNames = { [K in Kind]: keyof (typeof COMPONENTS)[K] };

/** One component of the collector: https://opentelemetry.io/docs/collector/configuration/ */
export interface Part<K extends Kind = Kind> {
  readonly kind: K;
  /** Canonical type name at the pinned version, such as `otlp_http`: one that is built in. */
  readonly type: TypeNames[K];
  /** Tells two parts of one type apart: the id becomes `type/name`. */
  readonly name?: string;
  readonly config: object;
  /** Extensions that `config` refers to; they are registered along with the part. */
  readonly needs?: readonly Extension[];
}

export type Receiver = Part<"receivers">;
export type Exporter = Part<"exporters">;
export type Extension = Part<"extensions">;

/**
 * What a processor does to the stream: `shape` keeps every item, `select` may drop metrics, `sample`
 * drops traces, `serialise` puts concurrent requests in one order, `accumulate` sums deltas.
 */
export type Role = "limit" | "shape" | "select" | "serialise" | "accumulate" | "sample";
export interface Processor<R extends Role = Role> extends Part<"processors"> {
  readonly role: R;
}

type Signal = "traces" | "metrics" | "logs";
export interface Connector<From extends Signal = Signal, To extends Signal = Signal>
  extends Part<"connectors"> {
  readonly from: From;
  readonly to: To;
}

export interface Pipeline {
  readonly id: Signal | `${Signal}/${string}`;
  readonly receivers: NonEmpty<Receiver | Connector>;
  readonly processors: readonly Processor[];
  readonly exporters: NonEmpty<Exporter | Connector>;
}

/** Not exported: only the functions below can make a stage. */
const made = Symbol("made by a stage");

interface Ingested {
  readonly receiver: Receiver;
  readonly processors: readonly Processor<"limit" | "shape">[];
}
/** All spans, normalised and free of content. */
export interface Normalised extends Ingested {
  readonly [made]: "normalised spans";
}
/** All log records, free of content. */
export interface NormalisedLogs extends Ingested {
  readonly [made]: "normalised logs";
}
/** Every span is counted; `spans` carries them on. */
export interface Derived {
  readonly [made]: "derived";
  readonly spans: Connector<"traces", "traces">;
  readonly pipelines: NonEmpty<Pipeline>;
}
/** Pipelines that are wired from end to end. */
export interface Wired {
  readonly [made]: "wired";
  readonly pipelines: NonEmpty<Pipeline>;
}

interface Intake {
  readonly receiver: Receiver;
  /** First, so that an overload is refused before it costs anything. */
  readonly limit: Processor<"limit">;
  readonly shape: NonEmpty<Processor<"shape">>;
}

export function ingest({ receiver, limit, shape }: Intake): Normalised {
  return { [made]: "normalised spans", receiver, processors: [limit, ...shape] };
}

export function ingestLogs({ receiver, limit, shape }: Intake): NormalisedLogs {
  return { [made]: "normalised logs", receiver, processors: [limit, ...shape] };
}

/** What counts one metric, and what makes series of its counts: a cap on them is this metric's own. */
export interface Count {
  /** Of the pipeline: `metrics/<name>`. */
  readonly name: string;
  readonly fromSpans?: Connector<"traces", "metrics">;
  readonly fromLogs?: Connector<"logs", "metrics">;
  readonly processors: NonEmpty<Processor<"accumulate" | "shape">>;
}

interface Derivation {
  /** Concurrent batches lose samples in the accumulation: one order before anything is counted. */
  readonly serialise: Processor<"serialise">;
  readonly counts: NonEmpty<Count>;
  readonly forward: Connector<"traces", "traces">;
  readonly exporters: NonEmpty<Exporter>;
}

/** Counts everything that was ingested. Nothing that could have been sampled fits in here. */
export function derive(
  { spans, logs }: { readonly spans: Normalised; readonly logs: NormalisedLogs },
  { serialise, counts, forward, exporters }: Derivation,
): Derived {
  const ofLogs = counts.flatMap(({ fromLogs }) => fromLogs ?? []);
  return {
    [made]: "derived",
    spans: forward,
    pipelines: [
      {
        id: "traces/ingest",
        receivers: [spans.receiver],
        processors: [...spans.processors, serialise],
        exporters: [forward, ...counts.flatMap(({ fromSpans }) => fromSpans ?? [])],
      },
      ...(isFilled(ofLogs)
        ? [
            {
              id: "logs/ingest" as const,
              receivers: [logs.receiver] as const,
              processors: [...logs.processors, serialise],
              exporters: ofLogs,
            },
          ]
        : []),
      ...counts.flatMap(({ name, fromSpans, fromLogs, processors }): Pipeline[] => {
        const receivers = [fromSpans, fromLogs].filter((one) => one !== undefined);
        return isFilled(receivers)
          ? [{ id: `metrics/${name}`, receivers, processors, exporters }]
          : [];
      }),
    ],
  };
}

const isFilled = <T>(list: readonly T[]): list is NonEmpty<T> => list.length > 0;

interface Sampling {
  readonly sampler: Processor<"sample">;
  readonly shape: readonly Processor<"shape">[];
  readonly exporters: NonEmpty<Exporter>;
}

/** Keeps a part of the traces, whose metrics are already counted. */
export function sample(derived: Derived, { sampler, shape, exporters }: Sampling): Wired {
  const sampled: Pipeline = {
    id: "traces/sample",
    receivers: [derived.spans],
    processors: [sampler, ...shape],
    exporters,
  };
  return { [made]: "wired", pipelines: [...derived.pipelines, sampled] };
}

interface Forwarding {
  readonly receiver: Receiver;
  readonly processors: readonly [
    Processor<"limit">,
    ...Processor<"shape" | "select" | "accumulate">[],
  ];
  readonly exporters: NonEmpty<Exporter>;
}

/** Metrics that SDKs count themselves, sent on under their own names. */
export function forwardMetrics({ receiver, processors, exporters }: Forwarding): Wired {
  const pipeline: Pipeline = { id: "metrics/sdk", receivers: [receiver], processors, exporters };
  return { [made]: "wired", pipelines: [pipeline] };
}
