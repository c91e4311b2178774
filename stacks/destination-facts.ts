import type { DestinationKind } from "../components/collector/plan.ts";
import type { Preset } from "./presets/preset.ts";

/** What an operator should know of a kind of destination: docs/destinations.md and the plan show it. */
export interface DestinationFacts {
  readonly gets: string;
  readonly auth: string;
  readonly limits: string;
  /** What the claim rests on. */
  readonly state: Preset["state"];
  /** What it gives up or asks for, in plain sentences. */
  readonly notes: readonly string[];
}

/** Measured by test/component/growth.test.ts. */
const COUNTS = [
  "The kit's queries count exactly, new and resting series included; over a restart of the collector within their window they estimate: docs/decisions/0022.",
  "A query of your own with increase() undercounts: of a new agent's 40 calls and one more it finds 1.7 in five minutes, of one call after an hour's rest nothing.",
] as const;
/** Where the stack runs no metrics store: docs/decisions/0023. */
const REPORTS =
  "Where the stack runs no VictoriaMetrics the collector reports its own metrics itself. Rules and panels about other parts are left out: `rules/summary.md` names the rules.";

const CHECKED = "checked against its documented contract";

export const FACTS: Readonly<Record<DestinationKind, DestinationFacts>> = {
  jaeger: {
    gets: "traces, OTLP over gRPC",
    auth: "none, basic, or headers",
    limits: "4 MB a request, 20 MB when the kit runs it",
    state: "run here",
    notes: [
      "Its badger store indexes every attribute: one over 64 KB, as captured content may be, makes it reject the whole request.",
    ],
  },
  tempo: {
    gets: "traces, OTLP over gRPC",
    auth: "none, basic, or headers (`x-scope-orgid` names the tenant)",
    limits: "4 MB a request, 20 MB when the kit runs it",
    state: CHECKED,
    notes: [
      "Tempo cuts attributes over 2048 bytes unless told otherwise; one that the kit runs is told 16 KiB, or 64 KiB where content is captured.",
      "Over 55,000 spans or 25 MB a second its parts run one by one, with Kafka between them and a bucket (`agentobs:tempo`): rendered only, each file read by the real program. Tempo knows no TLS to Kafka.",
      "A Tempo of one process that is killed, not stopped, loses what arrived in its last five seconds.",
    ],
  },
  victoriametrics: {
    gets: "metrics, OTLP over HTTP, names made by `-opentelemetry.usePrometheusNaming`",
    auth: "none, basic, or headers",
    limits: "4 MB a request, 20 MB when the kit runs it",
    state: "run here",
    notes: [],
  },
  prometheus: {
    gets: "metrics, remote write 1.0, with the same names and labels",
    auth: "none, basic, or headers",
    limits: "3 MB a request",
    state: "run here",
    notes: [
      "Remote write has no disk queue: up to 300 batches wait in memory and are lost with the collector.",
      "Samples that it refuses, or that wait longer than five minutes for it, are dropped. A counter makes up for it with its next sample.",
      "While it is down, a stop of the collector takes its whole grace.",
      ...COUNTS,
      REPORTS,
      "Prometheus must run with --web.enable-remote-write-receiver.",
    ],
  },
  langfuse: {
    gets: "traces, OTLP over HTTP; by default every whole trace that holds a GenAI span",
    auth: "basic: public key and secret key",
    limits: "9.5 MB a span; its cloud 5 MB a request",
    state: CHECKED,
    notes: [
      "Without region and endpoint the kit runs it in the cluster, with its stores and keys: docs/langfuse.md. With a region it is Langfuse Cloud: docs/langfuse-cloud.md.",
      "Takes traces only: its metrics path answers success and keeps nothing.",
      "One span that it can't read makes it reject the whole request.",
      "Sampled traces would make its costs wrong, so it gets all unless `sampled` is set.",
    ],
  },
  "grafana-cloud": {
    gets: "traces and metrics, OTLP over HTTP",
    auth: "basic: instance id and access policy token",
    limits: "4 MB a request; delta histograms are refused, so all leave as cumulative ones",
    state: CHECKED,
    notes: [
      "Names and labels of the derived metrics are those of VictoriaMetrics: a real Prometheus, whose rules for names it documents, stores exactly these.",
      ...COUNTS,
      "Metrics leave once a minute, the one point for each series that it includes; beside a VictoriaMetrics that the kit runs every five seconds, which is twelve points.",
      REPORTS,
      "It answers 200 to a request of which it refused some points: the collector logs that and counts nothing.",
      "Without an address it is the stack that `agentobs:grafanaCloud.managed` makes: address, number and token reach the collector by reference (docs/grafana-cloud.md).",
      "The token needs the scopes `metrics:write` and `traces:write`.",
      "It discards spans of a trace that is larger than its limit for one trace.",
    ],
  },
  honeycomb: {
    gets: "traces, and metrics into a dataset of their own, OTLP over HTTP",
    auth: "header `x-honeycomb-team`",
    limits: "5 MB a request",
    state: CHECKED,
    notes: [
      "Triggers, columns, a board and recipients are made with `agentobs:honeycomb`: docs/honeycomb.md.",
      "Sampled traces carry no sample rate: count with the metrics, not with the spans.",
      "Each span event is billed as an event.",
    ],
  },
  otlp: {
    gets: "traces, metrics or both, OTLP over HTTP or gRPC",
    auth: "none, basic, or headers",
    limits: "4 MB a request",
    state: CHECKED,
    notes: [],
  },
};
