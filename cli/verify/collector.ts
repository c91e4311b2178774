import { getText } from "./poll.ts";

/** What the collector says about itself at one moment. Counters since its start. */
export interface CollectorSnapshot {
  readonly startMillis: number;
  /** Spans taken, by transport. */
  readonly accepted: Readonly<Record<"http" | "grpc", number>>;
  /** Spans turned away: the memory limit, or a pipeline that failed. */
  readonly refused: number;
  /** What the exporters of a destination did with one signal. */
  readonly exported: (destination: string, signal: Signal) => ExporterState;
}

export type Signal = "traces" | "metrics";

export interface ExporterState {
  /** Spans or data points that the backend took. */
  readonly sent: number;
  /** Those that were given up, and those that the full queue did not take. */
  readonly failed: number;
  /** Spans or data points that wait in the queue now. */
  readonly queued: number;
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * https://opentelemetry.io/docs/collector/internal-telemetry/
 * @param samplerUrls of the second tier, whose exporters are the way out for traces
 */
export async function collectorSnapshot(
  metricsUrl: string,
  samplerUrls: readonly string[] = [],
): Promise<CollectorSnapshot> {
  const read = async (url: string) => parseSamples(await getText(`${url}/metrics`));
  const [own, ...samplers] = await Promise.all([read(metricsUrl), ...samplerUrls.map(read)]);
  return snapshotOf(own, Date.now(), samplers.flat());
}

export function snapshotOf(
  samples: readonly Sample[],
  nowMillis: number,
  samplers: readonly Sample[] = [],
): CollectorSnapshot {
  const sumOf = (
    all: readonly Sample[],
    name: string,
    where: (labels: Sample["labels"]) => boolean = () => true,
  ) =>
    all
      .filter((sample) => sample.name === name && where(sample.labels))
      .reduce((total, { value }) => total + value, 0);
  const sum = (name: string, where?: (labels: Sample["labels"]) => boolean) =>
    sumOf(samples, name, where);
  const exported = (destination: string, signal: Signal): ExporterState => {
    // Metrics that want headers of their own leave by an exporter of their own.
    const names = [destination, `${destination}-metrics`];
    const own = (labels: Sample["labels"]) =>
      names.includes((labels["exporter"] ?? "").split("/").at(-1) ?? "");
    const items = signal === "traces" ? "spans" : "metric_points";
    const out = (name: string) => sumOf([...samples, ...samplers], name, own);
    return {
      sent: out(`otelcol_exporter_sent_${items}`),
      failed:
        out(`otelcol_exporter_send_failed_${items}`) +
        out(`otelcol_exporter_enqueue_failed_${items}`),
      queued: out("otelcol_exporter_queue_size"),
    };
  };
  const accepted = (transport: string) =>
    sum("otelcol_receiver_accepted_spans", (labels) => labels["transport"] === transport);
  return {
    startMillis: nowMillis - 1000 * sum("otelcol_process_uptime"),
    accepted: { http: accepted("http"), grpc: accepted("grpc") },
    refused: sum("otelcol_receiver_refused_spans"),
    exported,
  };
}

/** Prometheus text format. Units and `_total` in names depend on the collector's version: cut off. */
export function parseSamples(text: string): Sample[] {
  return text.split("\n").flatMap((line) => {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    if (!match) return [];
    const [, name = "", labels = "", value] = match;
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return [
      {
        name: name.replace(/(?:__[a-z]+_)?(?:_?total)?$/, "").replace(/_seconds$/, ""),
        labels: Object.fromEntries(pairs.map(([, key = "", text = ""]) => [key, text])),
        value: Number(value),
      },
    ];
  });
}
