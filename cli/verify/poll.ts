import { setTimeout as sleep } from "node:timers/promises";
import { errorText } from "../traffic/exporter.ts";
import { NoAnswer, Refused, TooMany } from "./ask.ts";
import { type Check, type Finding, finding } from "./check.ts";

const POLL_MILLIS = 500;
const REQUEST_TIMEOUT_MILLIS = 5000;
/** What needs no sampling and no flush is there as soon as the stack is up. */
export const ANSWER_TIMEOUT_SECONDS = 5;

/** Limits and clock of one verification. */
export interface Deadline {
  readonly started: number;
  readonly timeoutSeconds: number;
  /** Between two looks; what is metered is asked less often. */
  readonly everyMillis?: number;
}

/** What one look came to. */
interface Look {
  readonly findings: readonly Finding[];
  readonly answered: boolean;
  /** Asking again helps nothing. */
  readonly final?: boolean;
  readonly waitMillis?: number;
}

/**
 * Looks until every finding is good or the time is over. A look that throws is a look that found
 * nothing yet; its reason is reported when the time is over. A backend that refuses the key is asked
 * once, one that wants to be left alone after as long as it says.
 */
export const poll = (
  deadline: Deadline,
  name: string,
  look: () => Promise<readonly Finding[]>,
): Promise<Check[]> => pollUntil("good", deadline, name, look);

/** The same until there is an answer: what it finds will not change. */
export const pollOnce = (
  deadline: Deadline,
  name: string,
  look: () => Promise<readonly Finding[]>,
): Promise<Check[]> => pollUntil("answered", deadline, name, look);

async function pollUntil(
  enough: "good" | "answered",
  deadline: Deadline,
  name: string,
  look: () => Promise<readonly Finding[]>,
): Promise<Check[]> {
  const firstOk = new Map<string, number>();
  for (;;) {
    const { findings, answered, final = false, waitMillis = 0 } = await looked(name, look);
    const seconds = secondsSince(deadline);
    for (const { name: one, ok } of findings)
      if (!ok) firstOk.delete(one);
      else if (!firstOk.has(one)) firstOk.set(one, seconds);
    const pause = Math.max(waitMillis, deadline.everyMillis ?? POLL_MILLIS);
    const over = seconds + (waitMillis > 0 ? pause / 1000 : 0) >= deadline.timeoutSeconds;
    const settled = enough === "answered" ? answered : findings.every(({ ok }) => ok);
    if (final || over || settled)
      return findings.map((one) => ({ ...one, seconds: firstOk.get(one.name) ?? seconds }));
    await sleep(pause);
  }
}

async function looked(name: string, look: () => Promise<readonly Finding[]>): Promise<Look> {
  try {
    return { findings: await look(), answered: true };
  } catch (error) {
    const found = finding(name, "an answer", "none", [errorText(error)]);
    if (error instanceof Refused)
      return {
        findings: [{ ...found, seen: "refused", hop: refusal(name) }],
        answered: false,
        final: true,
      };
    if (error instanceof TooMany)
      return {
        findings: [{ ...found, seen: "asked too often", hop: limit(name) }],
        answered: false,
        waitMillis: error.waitMillis,
      };
    const hop = error instanceof NoAnswer ? silence(name) : undefined;
    return { findings: [{ ...found, hop }], answered: false };
  }
}

const PROVES = "which says nothing about what the collector sent";
const refusal = (name: string) => `verify → ${name}: the key may not read there, ${PROVES}`;
const limit = (name: string) => `verify → ${name}: its rate limit, ${PROVES}`;
const silence = (name: string) => `verify → ${name}: nobody answers there, ${PROVES}`;

export function secondsSince({ started }: Deadline): number {
  return (performance.now() - started) / 1000;
}

/** Body of a successful answer. Throws with the URL and the status else. */
export async function getText(url: string | URL): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MILLIS) });
  const body = await response.text();
  if (!response.ok)
    throw new Error(`${String(url)} answers ${response.status}: ${body.slice(0, 200)}`);
  return body;
}
