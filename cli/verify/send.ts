import type { Endpoints } from "../endpoints.ts";
import type { ModelLookup } from "../traffic/count.ts";
import { Player } from "../traffic/player.ts";
import type { PlayedTrace } from "../traffic/span.ts";
import type { ExpectedSeries } from "../traffic/tally.ts";
import type { Canaries } from "./canaries.ts";
import { type CollectorSnapshot, collectorSnapshot } from "./collector.ts";
import type { Way } from "./hop.ts";
import { GRPC_MEMBER, HTTP_MEMBER, markedRun, verifyMembers } from "./marked-run.ts";

const MEMBERS = { http: HTTP_MEMBER, grpc: GRPC_MEMBER } as const;

/** What was sent, and what the ways looked like before. */
export interface Sent {
  readonly trace: PlayedTrace;
  readonly expected: readonly ExpectedSeries[];
  readonly sentMillis: number;
  readonly before: CollectorSnapshot | undefined;
  readonly errors: Readonly<Record<"http" | "grpc", readonly string[]>>;
}

/** Plays the marked run, and looks at the collector before it does. */
export async function send(
  { endpoints, models }: { readonly endpoints: Endpoints; readonly models: ModelLookup },
  runId: string,
  canaries: Canaries,
): Promise<Sent> {
  const before = await snapshot(endpoints);
  const player = await Player.start(verifyMembers(endpoints), models);
  const sentMillis = Date.now();
  const trace = await player.play(markedRun(runId, canaries), sentMillis);
  await player.crew.close();
  const errorsOf = (member: string) => [...player.crew.actor(member).sdk.deliveries.errors];
  const errors = { http: errorsOf(HTTP_MEMBER), grpc: errorsOf(GRPC_MEMBER) };
  return { trace, expected: player.tally.series(), sentMillis, before, errors };
}

export function waysOf(
  { trace, before, errors }: Sent,
  after: CollectorSnapshot | undefined,
): Way[] {
  return (["http", "grpc"] as const).map((transport) => ({
    transport,
    sentSpans: trace.spans.filter(({ service }) => service === MEMBERS[transport]).length,
    exportErrors: errors[transport],
    before,
    after,
  }));
}

/** Undefined where the collector does not tell. */
export async function snapshot({
  collectorMetricsUrl,
  samplerMetricsUrls,
}: Endpoints): Promise<CollectorSnapshot | undefined> {
  return collectorSnapshot(collectorMetricsUrl, samplerMetricsUrls).catch(() => undefined);
}
