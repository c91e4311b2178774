import { setTimeout as sleep } from "node:timers/promises";
import { RECORDINGS } from "../../alerts/recordings.ts";
import { queryText } from "../../components/core/promql-text.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
import { spansOf } from "./spans.ts";
import type { Replica, RunningTiers } from "./tiers.ts";
import { inference, span, spanId, traceId, traces } from "./traffic.ts";
import type { Store } from "./victoria-metrics.ts";

export const SPANS_PER_TRACE = 5;

/** A run and its calls, in two halves: they reach the gateway in requests of their own. */
export function halves(trace: string) {
  const call = () =>
    span({
      traceId: trace,
      parentSpanId: spanId(),
      attributes: inference({ "service.name": "x" }),
    });
  return [
    [call(), call()],
    [call(), call(), span({ name: "agent.run", traceId: trace })],
  ] as const;
}

/** Traces that a sampler has taken and not decided on. */
export async function heldBy(sampler: Replica | undefined): Promise<number> {
  const received = (await sampler?.own(SELF_METRICS.tracesReceived.prometheus)) ?? 0;
  return received - ((await sampler?.own(SELF_METRICS.tracesSampled.prometheus)) ?? 0);
}

/** What an SDK does with a gateway that goes away: the next request tries another. */
async function sendToAny({ gateways }: RunningTiers, body: object): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++)
    for (const gateway of gateways) {
      const status = await gateway.send("traces", body).catch(() => 0);
      if (status === 200) return;
    }
  throw new Error("no gateway takes spans");
}

/** Sends a few traces every 100 ms, each in two requests, until it is stopped. */
export function load(tiers: RunningTiers) {
  const sent: string[] = [];
  let going = true;
  const send = async (): Promise<void> => {
    let pending: ReturnType<typeof halves>[1][] = [];
    while (going) {
      const runs = Array.from({ length: 4 }, traceId);
      const parts = runs.map(halves);
      const spans = [...parts.flatMap(([one]) => one), ...pending.flat()];
      await sendToAny(tiers, traces(spans));
      sent.push(...runs);
      pending = parts.map(([, two]) => two);
      await sleep(100);
    }
    await sendToAny(tiers, traces(pending.flat()));
  };
  const sending = send();
  const stop = async (): Promise<void> => {
    going = false;
    await sending;
  };
  return { sent, stop };
}

/** What became of the traces that were sent. */
export function arrivals(tiers: RunningTiers, sent: readonly string[]) {
  const count = { whole: 0, partly: 0, gone: 0, doubled: 0 };
  const byTrace = Map.groupBy(spansOf(tiers.traces()), (one) => one.traceId);
  for (const trace of sent) {
    const spans = byTrace.get(trace) ?? [];
    const distinct = new Set(spans.map((one) => one.spanId)).size;
    if (distinct < spans.length) count.doubled += 1;
    if (distinct === SPANS_PER_TRACE) count.whole += 1;
    else if (distinct === 0) count.gone += 1;
    else count.partly += 1;
  }
  return count;
}

/** Scrapes the samplers as the stack's store would, more often. */
export function scrape(tiers: RunningTiers, store: Store) {
  const { tracesReceived, tracesSampled, tracesDroppedEarly, tracesTooLarge } = SELF_METRICS;
  const names = [tracesReceived, tracesSampled, tracesDroppedEarly, tracesTooLarge];
  let going = true;
  const one = async (ordinal: number): Promise<string[]> => {
    const sampler = tiers.samplers[ordinal];
    const read = names.map(async ({ prometheus }) => {
      const value = (await sampler?.own(prometheus)) ?? 0;
      return value > 0
        ? [`${prometheus}{instance="sampler-${ordinal}"} ${value} ${Date.now()}`]
        : [];
    });
    // One that is down has no sample, like at a real scrape.
    return Promise.all(read).then(
      (lines) => lines.flat(),
      () => [],
    );
  };
  const run = async (): Promise<void> => {
    while (going) {
      const lines = await Promise.all([one(0), one(1)]);
      if (lines.flat().length > 0) await store.write(lines.flat());
      await sleep(200);
    }
  };
  const running = run();
  return async (): Promise<void> => {
    going = false;
    await running;
  };
}

/** What a recording rule gives now, over all instances. */
export async function answer(store: Store, record: string): Promise<number> {
  const rule = RECORDINGS.find((recording) => recording.record === record);
  if (!rule) throw new Error(`no recording ${record}`);
  const query = queryText(rule.query, { dialect: "victoriametrics" });
  const { data } = (await store.get("/api/v1/query", { query })) as {
    data: { result: { value: [number, string] }[] };
  };
  return data.result.reduce((sum, { value }) => sum + Number(value[1]), 0);
}
