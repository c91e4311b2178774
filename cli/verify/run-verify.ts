import { randomUUID } from "node:crypto";
import { ProblemError } from "../../components/core/errors.ts";
import type { Endpoints } from "../endpoints.ts";
import type { ModelLookup } from "../traffic/count.ts";
import { Player } from "../traffic/player.ts";
import type { PlayedTrace } from "../traffic/span.ts";
import { notRunning, whyUnreachable } from "../traffic/reach.ts";
import type { ExpectedSeries } from "../traffic/tally.ts";
import { type Canaries, newCanaries } from "./canaries.ts";
import { metricCanaries, traceCanaries } from "./canary-check.ts";
import { type Check, finding } from "./check.ts";
import { type CollectorSnapshot, collectorSnapshot, type Destination } from "./collector.ts";
import { lostBeforeCollector, lostHop, type Way } from "./hop.ts";
import { storedTrace } from "./jaeger.ts";
import { GRPC_MEMBER, HTTP_MEMBER, markedRun, verifyMembers } from "./marked-run.ts";
import { metricFindings } from "./metric-check.ts";
import { type Deadline, poll, secondsSince } from "./poll.ts";
import { notifierFinding, rulesFinding } from "./rules-check.ts";
import { storedSeries } from "./stored-series.ts";
import { traceFindings } from "./trace-check.ts";

export interface VerifyOptions {
  readonly endpoints: Endpoints;
  readonly models: ModelLookup;
  /** How long a backend may take to show what was sent. */
  readonly timeoutSeconds: number;
  readonly onProgress?: (text: string) => void;
}

export interface Verification {
  readonly runId: string;
  readonly traceId: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly checks: readonly Check[];
}

const MEMBERS = { http: HTTP_MEMBER, grpc: GRPC_MEMBER } as const;

/** Where the collector does not say when it started: earlier runs of verify within this time count. */
const LOOK_BACK_MILLIS = 24 * 3600 * 1000;
/** What needs no sampling and no flush is there as soon as the stack is up. */
const ANSWER_TIMEOUT_SECONDS = 5;

/** What was sent, and what the ways looked like before. */
interface Sent {
  readonly trace: PlayedTrace;
  readonly expected: readonly ExpectedSeries[];
  readonly sentMillis: number;
  readonly before: CollectorSnapshot | undefined;
  readonly errors: Readonly<Record<"http" | "grpc", readonly string[]>>;
}

/**
 * Sends one marked run through the stack and finds it again in every backend.
 *
 * @throws ProblemError when no stack runs there.
 */
export async function runVerify(options: VerifyOptions): Promise<Verification> {
  const { endpoints } = options;
  const reasons = await Promise.all(
    [endpoints.otlpHttpUrl, endpoints.otlpGrpcUrl].map(whyUnreachable),
  );
  const [reason] = reasons;
  if (reason !== undefined && !reasons.includes(undefined))
    throw new ProblemError(notRunning(endpoints.otlpHttpUrl, reason));
  const runId = `verify-${randomUUID()}`;
  const canaries = newCanaries();
  const deadline = { started: performance.now(), timeoutSeconds: options.timeoutSeconds };
  const sent = await send(options, runId, canaries);
  options.onProgress?.("sent; waiting for the backends");
  const [arrivals, trace, metrics, rules] = await Promise.all([
    checkArrival(endpoints, deadline, sent),
    checkTrace(endpoints, deadline, sent, canaries),
    checkMetrics(endpoints, deadline, sent, canaries),
    checkRules(endpoints, deadline),
  ]);
  const ways = waysOf(sent, await snapshot(endpoints));
  const checks = [
    ...arrivals,
    ...trace.map((check) => blamed(check, ways, "jaeger")),
    ...metrics.map((check) => blamed(check, ways, "victoriametrics")),
    ...rules,
  ];
  const ok = checks.every((check) => check.ok);
  return { runId, traceId: sent.trace.traceId, ok, seconds: secondsSince(deadline), checks };
}

async function send(
  { endpoints, models }: VerifyOptions,
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

/** The SDK's exporters had no error, and the collector took every span, on each transport. */
async function checkArrival(
  endpoints: Endpoints,
  deadline: Deadline,
  sent: Sent,
): Promise<Check[]> {
  const short = { ...deadline, timeoutSeconds: ANSWER_TIMEOUT_SECONDS };
  return poll(short, "agent → collector", async () =>
    waysOf(sent, await snapshot(endpoints)).map((way) => {
      const hop = lostBeforeCollector(way);
      const name = `agent → collector over ${way.transport === "http" ? "OTLP/HTTP" : "OTLP/gRPC"}, spans`;
      return { ...finding(name, way.sentSpans, hop ? "not all" : way.sentSpans), hop };
    }),
  );
}

async function checkTrace(
  { jaegerUrl }: Endpoints,
  deadline: Deadline,
  { trace }: Sent,
  canaries: Canaries,
): Promise<Check[]> {
  if (!jaegerUrl) return [];
  let text = "";
  const checks = await poll(deadline, "trace in Jaeger", async () => {
    const stored = await storedTrace(jaegerUrl, trace.traceId);
    ({ text } = stored);
    return traceFindings(trace.spans, stored.spans);
  });
  return [...checks, { ...traceCanaries(canaries, text), seconds: secondsSince(deadline) }];
}

async function checkMetrics(
  { metricsUrl }: Endpoints,
  deadline: Deadline,
  { expected, sentMillis, before }: Sent,
  canaries: Canaries,
): Promise<Check[]> {
  if (!metricsUrl) return [];
  const from = { sentMillis, collectorStartMillis: before?.startMillis ?? 0 };
  const since = before?.startMillis ?? sentMillis - LOOK_BACK_MILLIS;
  const checks = await poll(deadline, "metrics in VictoriaMetrics", async () =>
    metricFindings(expected, await storedSeries(metricsUrl, since), from),
  );
  const leaks = await poll(
    { ...deadline, timeoutSeconds: 0 },
    "canaries in VictoriaMetrics",
    async () => [await metricCanaries(canaries, metricsUrl, sentMillis)],
  );
  return [...checks, ...leaks];
}

async function checkRules(
  { rulesUrl, alertmanagerUrl }: Endpoints,
  deadline: Deadline,
): Promise<Check[]> {
  if (!rulesUrl) return [];
  const short = { ...deadline, timeoutSeconds: ANSWER_TIMEOUT_SECONDS };
  const rules = await poll(short, "alert rules in vmalert", async () => [
    await rulesFinding(rulesUrl),
  ]);
  if (!alertmanagerUrl) return rules;
  const notifier = await poll(short, "vmalert → Alertmanager", async () => [
    await notifierFinding(rulesUrl, alertmanagerUrl),
  ]);
  return [...rules, ...notifier];
}

function waysOf({ trace, before, errors }: Sent, after: CollectorSnapshot | undefined): Way[] {
  return (["http", "grpc"] as const).map((transport) => ({
    transport,
    sentSpans: trace.spans.filter(({ service }) => service === MEMBERS[transport]).length,
    exportErrors: errors[transport],
    before,
    after,
  }));
}

/** Names the hop where the finding itself does not know it. */
function blamed(check: Check, ways: readonly Way[], destination: Destination): Check {
  return check.ok || check.hop ? check : { ...check, hop: lostHop(ways, destination) };
}

async function snapshot({
  collectorMetricsUrl,
  samplerMetricsUrls,
}: Endpoints): Promise<CollectorSnapshot | undefined> {
  return collectorSnapshot(collectorMetricsUrl, samplerMetricsUrls).catch(() => undefined);
}
