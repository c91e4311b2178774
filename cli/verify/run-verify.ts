import { randomUUID } from "node:crypto";
import { ProblemError } from "../../components/core/errors.ts";
import type { Endpoints } from "../endpoints.ts";
import type { ModelLookup } from "../traffic/count.ts";
import { notRunning, whyUnreachable } from "../traffic/reach.ts";
import { newCanaries } from "./canaries.ts";
import { type Check, finding } from "./check.ts";
import { checkTarget } from "./check-target.ts";
import { type Lane, lostBeforeCollector, lostHop, type Way } from "./hop.ts";
import { ANSWER_TIMEOUT_SECONDS, type Deadline, poll, secondsSince } from "./poll.ts";
import { notifierFinding, rulesFinding } from "./rules-check.ts";
import { type Sent, send, snapshot, waysOf } from "./send.ts";
import type { NotLookedInto, Target, Targets } from "./target.ts";
import { waitingFor } from "./waiting.ts";

export interface VerifyOptions {
  readonly endpoints: Endpoints;
  readonly models: ModelLookup;
  /** What is looked into, and what can't be. */
  readonly targets: Targets;
  /** How long every backend may take to show what was sent; else as long as its kind needs. */
  readonly timeoutSeconds?: number | undefined;
  /** What is counted leaves the collector so often. */
  readonly flushSeconds?: number;
  readonly onProgress?: (text: string) => void;
}

export interface Verification {
  readonly runId: string;
  readonly traceId: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly checks: readonly Check[];
  /** Destinations that could not be asked: neither good nor bad. */
  readonly notLooked: readonly NotLookedInto[];
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
  const clock = { started: performance.now(), timeoutSeconds: ANSWER_TIMEOUT_SECONDS };
  const sent = await send(options, runId, canaries);
  const { looked, notLooked } = options.targets;
  const waiting = waitingFor(looked, options.onProgress);
  const [arrivals, rules, ...found] = await Promise.all([
    checkArrival(endpoints, clock, sent),
    checkRules(endpoints, clock),
    ...looked.map((target) =>
      checkTarget(target, {
        deadline: deadlineOf(target, options, clock),
        sent,
        canaries,
        done: waiting.done,
      }),
    ),
  ]).finally(waiting.end);
  const ways = waysOf(sent, await snapshot(endpoints));
  const checks = [
    ...arrivals,
    ...found.flat().map(({ check, lane }) => (lane ? blamed(check, ways, lane) : check)),
    ...rules,
  ];
  // Where nothing can be asked, nothing was proven.
  const proven = looked.some(({ traces, metrics }) => traces ?? metrics);
  const ok = checks.every((check) => check.ok) && proven;
  const { traceId } = sent.trace;
  return { runId, traceId, ok, seconds: secondsSince(clock), checks, notLooked };
}

function deadlineOf(
  { patienceSeconds, everyMillis }: Target,
  { timeoutSeconds, flushSeconds = 0 }: VerifyOptions,
  clock: Deadline,
): Deadline {
  return {
    ...clock,
    timeoutSeconds: timeoutSeconds ?? patienceSeconds + flushSeconds,
    ...(everyMillis !== undefined && { everyMillis }),
  };
}

/** The SDK's exporters had no error, and the collector took every span, on each transport. */
async function checkArrival(endpoints: Endpoints, clock: Deadline, sent: Sent): Promise<Check[]> {
  return poll(clock, "agent → collector", async () =>
    waysOf(sent, await snapshot(endpoints)).map((way) => {
      const hop = lostBeforeCollector(way);
      const name = `agent → collector over ${way.transport === "http" ? "OTLP/HTTP" : "OTLP/gRPC"}, spans`;
      return { ...finding(name, way.sentSpans, hop ? "not all" : way.sentSpans), hop };
    }),
  );
}

async function checkRules(
  { rulesUrl, alertmanagerUrl }: Endpoints,
  clock: Deadline,
): Promise<Check[]> {
  if (!rulesUrl) return [];
  const rules = await poll(clock, "alert rules in vmalert", async () => [
    await rulesFinding(rulesUrl),
  ]);
  if (!alertmanagerUrl) return rules;
  const notifier = await poll(clock, "vmalert → Alertmanager", async () => [
    await notifierFinding(rulesUrl, alertmanagerUrl),
  ]);
  return [...rules, ...notifier];
}

/** Names the hop where the finding itself does not know it. */
function blamed(check: Check, ways: readonly Way[], lane: Lane): Check {
  return check.ok || check.hop ? check : { ...check, hop: lostHop(ways, lane) };
}
