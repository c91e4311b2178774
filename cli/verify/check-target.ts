import { type Canaries, survivors } from "./canaries.ts";
import { type Check, finding, leaksFinding } from "./check.ts";
import type { Signal } from "./collector.ts";
import type { Lane } from "./hop.ts";
import { ANSWER_TIMEOUT_SECONDS, type Deadline, poll, pollOnce, secondsSince } from "./poll.ts";
import type { Sent } from "./send.ts";
import { NO_TRACE } from "./stores/store.ts";
import type { Target } from "./target.ts";
import { traceFindings } from "./trace-check.ts";

/** Where the collector does not say when it started: earlier runs of verify within this time count. */
const LOOK_BACK_MILLIS = 24 * 3600 * 1000;

/** A check, and whose exporter to ask when it fails. */
export interface Laned {
  readonly check: Check;
  readonly lane?: Lane | undefined;
}

export interface Looking {
  readonly deadline: Deadline;
  readonly sent: Sent;
  readonly canaries: Canaries;
  /** Called when one way of looking is done. */
  readonly done: (what: string) => void;
}

/** Everything that is looked at in one destination. Names the lane of each check, to blame a hop later. */
export async function checkTarget(target: Target, looking: Looking): Promise<Laned[]> {
  const { title, contents } = target;
  const found = await Promise.all([
    checkTraces(target, looking),
    checkMetrics(target, looking),
    contents
      ? poll({ ...looking.deadline, timeoutSeconds: ANSWER_TIMEOUT_SECONDS }, title, contents)
      : [],
  ]);
  const [traces, metrics, others] = found;
  const lane = (signal: Signal) => ({ destination: target.destination, title, signal });
  return [
    ...traces.map((check) => ({ check, lane: lane("traces") })),
    ...metrics.map((check) => ({ check, lane: lane("metrics") })),
    ...others.map((check) => ({ check })),
  ];
}

async function checkTraces(
  { title, traces: store }: Target,
  { deadline, sent: { trace, sentMillis }, canaries, done }: Looking,
): Promise<Check[]> {
  if (!store) return [];
  const sought = { traceId: trace.traceId, sentMillis };
  let stored = NO_TRACE;
  const checks = await poll(deadline, `trace in ${title}`, async () => {
    stored = await store.find(sought);
    return traceFindings(title, trace.spans, stored);
  });
  const name = `canaries in ${title}`;
  // An empty trace proves nothing.
  const leaks =
    stored.spans.length === 0
      ? [{ ...finding(name, 0, "no trace to search in"), seconds: secondsSince(deadline) }]
      : await pollOnce(deadline, name, async () => [
          leaksFinding(
            name,
            (await store.leaks?.(canaries, sought)) ?? survivors(canaries, title, stored.text),
          ),
        ]);
  done(`traces in ${title}`);
  return [...checks, ...leaks];
}

async function checkMetrics(
  { title, metrics: store }: Target,
  { deadline, sent: { expected, sentMillis, before }, canaries, done }: Looking,
): Promise<Check[]> {
  if (!store) return [];
  const from = { sentMillis, collectorStartMillis: before?.startMillis ?? 0 };
  const since = before?.startMillis ?? sentMillis - LOOK_BACK_MILLIS;
  const checks = await poll(deadline, `metrics in ${title}`, () =>
    store.findings(expected, from, since),
  );
  const leaks = await pollOnce(deadline, `canaries in ${title}, metrics`, async () => [
    await store.leaks(canaries, sentMillis),
  ]);
  done(`metrics in ${title}`);
  return [...checks, ...leaks];
}
