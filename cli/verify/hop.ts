import type { CollectorSnapshot, Signal } from "./collector.ts";

/** What is known of the way from the agent to one backend. */
export interface Way {
  readonly transport: "http" | "grpc";
  /** Spans that the SDK ended and should have delivered on this transport. */
  readonly sentSpans: number;
  /** Why the SDK's exporter gave up. */
  readonly exportErrors: readonly string[];
  readonly before?: CollectorSnapshot | undefined;
  readonly after?: CollectorSnapshot | undefined;
}

/** Where the agent's spans did not get into the collector; undefined when they did. */
export function lostBeforeCollector(way: Way): string | undefined {
  const name = `agent → collector (${way.transport})`;
  if (way.exportErrors.length > 0) return `${name}: ${way.exportErrors.join("; ")}`;
  const { before, after } = way;
  if (!before || !after) return undefined;
  const refused = after.refused - before.refused;
  const accepted = after.accepted[way.transport] - before.accepted[way.transport];
  if (accepted >= way.sentSpans) return undefined;
  const why = refused > 0 ? `, refused ${refused}` : "";
  return `${name}: the collector took ${accepted} of ${way.sentSpans} spans${why}`;
}

/** One signal on its way to one destination. */
export interface Lane {
  /** As the destination is called in the settings: its exporters carry this name. */
  readonly destination: string;
  /** As people call it. */
  readonly title: string;
  readonly signal: Signal;
}

/**
 * Which hop lost what the backend does not have: told from what the exporter sent, gave up or still
 * holds. Other traffic moves the same counters, so that the last hops are the likely ones only.
 */
export function lostHop(ways: readonly Way[], { destination, title, signal }: Lane): string {
  const early = ways.map(lostBeforeCollector).find((hop) => hop !== undefined);
  if (early) return early;
  const [way] = ways;
  if (!way?.before || !way.after)
    return `unknown: the collector's own metrics did not answer, so nobody knows how far it came`;
  const before = way.before.exported(destination, signal);
  const after = way.after.exported(destination, signal);
  const failed = after.failed - before.failed;
  if (failed > 0) return `collector → ${title}: the exporter gave up ${failed} items`;
  if (after.queued > 0)
    return `collector → ${title}: ${after.queued} items wait in the exporter's queue, as ${title} does not take them`;
  const sent = after.sent - before.sent;
  if (sent > 0)
    return `${title}: the collector delivered ${sent} items, but they are not found there`;
  return signal === "traces"
    ? "in the collector: nothing reached the exporter, so the sampler dropped it or still waits"
    : "in the collector: no derived metric reached the exporter";
}
