import { setTimeout as sleep } from "node:timers/promises";
import { errorText } from "../traffic/exporter.ts";
import { type Check, type Finding, finding } from "./check.ts";

const POLL_MILLIS = 500;
const REQUEST_TIMEOUT_MILLIS = 5000;

/** Limits and clock of one verification. */
export interface Deadline {
  readonly started: number;
  readonly timeoutSeconds: number;
}

/**
 * Looks until every finding is good or the time is over. A look that throws is a look that found
 * nothing yet; its reason is reported when the time is over.
 */
export async function poll(
  deadline: Deadline,
  name: string,
  look: () => Promise<readonly Finding[]>,
): Promise<Check[]> {
  const firstOk = new Map<string, number>();
  for (;;) {
    const findings = await look().catch((error: unknown) => [
      finding(name, "an answer", "none", [errorText(error)]),
    ]);
    const seconds = secondsSince(deadline);
    for (const { name: one, ok } of findings)
      if (!ok) firstOk.delete(one);
      else if (!firstOk.has(one)) firstOk.set(one, seconds);
    if (findings.every(({ ok }) => ok) || seconds >= deadline.timeoutSeconds)
      return findings.map((one) => ({ ...one, seconds: firstOk.get(one.name) ?? seconds }));
    await sleep(POLL_MILLIS);
  }
}

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
