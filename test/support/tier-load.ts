import { setTimeout as sleep } from "node:timers/promises";
import { RECORDINGS } from "../../alerts/recordings.ts";
import { queryText } from "../../components/core/promql-text.ts";
import { SELF_METRICS } from "../../components/core/self-metrics.ts";
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
      await tiers.gateways[0]?.send("traces", traces(spans));
      sent.push(...runs);
      pending = parts.map(([, two]) => two);
      await sleep(100);
    }
    await tiers.gateways[0]?.send("traces", traces(pending.flat()));
  };
  const sending = send();
  const stop = async (): Promise<void> => {
    going = false;
    await sending;
  };
  return { sent, stop };
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
