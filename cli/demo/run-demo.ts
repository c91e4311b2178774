import { setTimeout as sleep } from "node:timers/promises";
import type { AlertsPlan } from "../../alerts/plan.ts";
import type { Endpoints } from "../endpoints.ts";
import { assertReachable } from "../traffic/reach.ts";
import type { ModelLookup } from "../traffic/count.ts";
import type { Member } from "../traffic/crew.ts";
import { type OtlpTarget, targetOf } from "../traffic/exporter.ts";
import { Player } from "../traffic/player.ts";
import type { RootScript } from "../traffic/script.ts";
import type { ExpectedSeries } from "../traffic/tally.ts";
import { AGENTS } from "./cast.ts";
import { provocations } from "./provoke.ts";
import { schedule } from "./schedule.ts";
import { SECRET_TEXTS } from "./secrets.ts";

export interface DemoOptions {
  readonly endpoints: Pick<Endpoints, "otlpHttpUrl" | "otlpGrpcUrl">;
  /** Read for the OTLP settings: `process.env`, unless a test has its own. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly models: ModelLookup;
  readonly seed: number;
  readonly runsPerMinute: number;
  readonly durationSeconds: number;
  /** Sends all runs one after the other instead of spreading them over the duration. */
  readonly burst: boolean;
  /** Set to provoke every alert of this plan first. */
  readonly alerts?: AlertsPlan | undefined;
  /** Ends the demo early: what has begun is delivered and counted. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: DemoProgress) => void;
}

export interface DemoProgress {
  readonly runs: number;
  readonly plannedRuns: number;
  readonly spans: number;
  /** Runs that ended with an error, on purpose. */
  readonly errors: number;
  readonly failedSpans: number;
}

/** One trace that was sent. */
export interface SentRun {
  readonly traceId: string;
  readonly scenario: string;
  readonly agent: string;
  readonly status: "ok" | "error";
  readonly spans: number;
  readonly iterations: number;
}

/** What was sent, so that it can be compared with what arrived. */
export interface DemoSummary {
  readonly seed: number;
  readonly seconds: number;
  readonly target: OtlpTarget;
  readonly runs: readonly SentRun[];
  /** What each derived metric must have grown by. */
  readonly expected: readonly ExpectedSeries[];
  readonly spans: { readonly sent: number; readonly delivered: number; readonly failed: number };
  /** What the exporter said about spans that it could not deliver. */
  readonly exportErrors: readonly string[];
  /** Content and secrets that were in what was sent and may be nowhere downstream. */
  readonly secrets: readonly string[];
}

/** Buffered spans are sent after so many, so that no queue of the SDK overflows and drops. */
const FLUSH_EVERY_SPANS = 1000;

/**
 * Sends the demo's runs with the OpenTelemetry SDK. Each run ends when it is sent: long ones began
 * in the past.
 *
 * @throws ProblemError when nothing listens where the spans should go.
 */
export async function runDemo(options: DemoOptions): Promise<DemoSummary> {
  const target = targetOf(options.endpoints, options.environment);
  await assertReachable(target.url);
  const started = performance.now();
  const player = await Player.start(members(target), options.models);
  const sent: SentRun[] = [];
  const provoked = options.alerts ? provocations(options.alerts, options.seed) : [];
  const first = provoked.flatMap(({ runs }) => runs);
  const ordinary = schedule(
    options.seed,
    Math.max(1, Math.round((options.runsPerMinute * options.durationSeconds) / 60)),
  );
  try {
    let unflushed = 0;
    for (const [index, root] of [...first, ...ordinary].entries()) {
      const ordinal = index - first.length;
      if (!options.burst && ordinal > 0)
        await until(started + (ordinal * 60_000) / options.runsPerMinute, options.signal);
      if (options.signal?.aborted) break;
      const run = await sendRun(player, root);
      sent.push(run);
      unflushed += run.spans;
      if (unflushed >= FLUSH_EVERY_SPANS) {
        await player.crew.flush();
        unflushed = 0;
      }
      options.onProgress?.(progressOf(sent, first.length + ordinary.length, player));
    }
  } finally {
    await player.crew.close();
  }
  return summaryOf(options.seed, target, sent, player, started);
}

async function sendRun(player: Player, root: RootScript): Promise<SentRun> {
  const { traceId, spans } = await player.play(root, Date.now());
  const { agent, iterations, failure } = root.run;
  const status = failure ? "error" : "ok";
  return { traceId, scenario: root.scenario, agent, status, spans: spans.length, iterations };
}

function members(target: OtlpTarget): Member[] {
  // There is no OTLP log exporter over gRPC here: those agents send no log records.
  const logs = target.protocol === "grpc" ? undefined : target;
  return Object.entries(AGENTS).map(([agent, { service, dialect }]) => ({
    name: agent,
    agent,
    service,
    dialect,
    target,
    logs,
  }));
}

function progressOf(sent: readonly SentRun[], plannedRuns: number, { crew }: Player): DemoProgress {
  return {
    runs: sent.length,
    plannedRuns,
    spans: sumSpans(sent),
    errors: sent.filter(({ status }) => status === "error").length,
    failedSpans: crew.deliveries.failed,
  };
}

function summaryOf(
  seed: number,
  target: OtlpTarget,
  runs: readonly SentRun[],
  { crew, tally }: Player,
  started: number,
): DemoSummary {
  const { delivered, failed, errors } = crew.deliveries;
  return {
    seed,
    seconds: (performance.now() - started) / 1000,
    target,
    runs,
    expected: tally.series(),
    spans: { sent: sumSpans(runs), delivered, failed },
    exportErrors: [...errors],
    secrets: SECRET_TEXTS,
  };
}

function sumSpans(runs: readonly SentRun[]): number {
  return runs.reduce((sum, { spans }) => sum + spans, 0);
}

async function until(time: number, signal: AbortSignal | undefined): Promise<void> {
  const wait = time - performance.now();
  // An abort ends the wait: the loop sees it.
  if (wait > 0) await sleep(wait, undefined, signal && { signal }).catch(() => undefined);
}
