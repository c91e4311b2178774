import type { Kind, TypeNames } from "./components.ts";

/**
 * Typed parts and stages. Pipelines hold parts, never ids, so no id can dangle; a stage takes only
 * what the stage before it made, so no sampler can stand between the spans and their metrics.
 */
export type NonEmpty<T> = readonly [T, ...T[]];
const isFilled = <T>(list: readonly T[]): list is NonEmpty<T> => list.length > 0;

/** One component of the collector: https://opentelemetry.io/docs/collector/configuration/ */
export interface Part<K extends Kind = Kind> {
  readonly kind: K;
  /** Canonical type name at the pinned version, such as `otlp_http`. */
  readonly type: TypeNames[K];
  /** Tells two parts of one type apart: the id becomes `type/name`. */
  readonly name?: string;
  readonly config: object;
  /** Extensions that `config` refers to; they are registered along with the part. */
  readonly needs?: readonly Extension[];
}

export type Receiver = Part<"receivers">;
/** Receives what gateways have normalised, cleaned and counted, and nothing else. */
export interface TierReceiver extends Receiver {
  readonly from: "gateways";
}
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
/** Spans whose metrics are counted, whoever counted them; `spans` carries them on. */
export interface Counted {
  readonly [made]: "counted spans";
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
): Counted {
  const ofLogs = counts.flatMap(({ fromLogs }) => fromLogs ?? []);
  return {
    [made]: "counted spans",
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

interface Received {
  readonly receiver: TierReceiver;
  readonly limit: Processor<"limit">;
  readonly forward: Connector<"traces", "traces">;
}

/** Counted spans in the second tier: the gateways counted them before they routed them here. */
export function receiveCounted({ receiver, limit, forward }: Received): Counted {
  return {
    [made]: "counted spans",
    spans: forward,
    pipelines: [
      { id: "traces/receive", receivers: [receiver], processors: [limit], exporters: [forward] },
    ],
  };
}

/** One way out for traces, with a pipeline of its own: `traces/<name>`. */
export interface Outlet {
  readonly name: string;
  /** Without one every trace goes out. */
  readonly sampler?: Processor<"sample">;
  readonly shape: readonly Processor<"shape">[];
  readonly exporters: NonEmpty<Exporter>;
}

/** Sends traces, whose metrics are already counted, out of every outlet. */
export function deliver(counted: Counted, outlets: NonEmpty<Outlet>): Wired {
  const pipelines = outlets.map(
    ({ name, sampler, shape, exporters }): Pipeline => ({
      id: `traces/${name}`,
      receivers: [counted.spans],
      processors: [...(sampler ? [sampler] : []), ...shape],
      exporters,
    }),
  );
  return { [made]: "wired", pipelines: [...counted.pipelines, ...pipelines] };
}

interface Forwarding {
  readonly name: string;
  readonly receiver: Receiver;
  readonly processors: readonly [Processor<"limit">, ...Processor<Exclude<Role, "sample">>[]];
  readonly exporters: NonEmpty<Exporter>;
}

/** Metrics that somebody else has counted, sent on under their own names. */
export function forwardMetrics({ name, receiver, ...rest }: Forwarding): Wired {
  const pipeline: Pipeline = { id: `metrics/${name}`, receivers: [receiver], ...rest };
  return { [made]: "wired", pipelines: [pipeline] };
}
