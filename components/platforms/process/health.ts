import { setTimeout as sleep } from "node:timers/promises";

const PROBE_EVERY_MS = 100;
const PROBE_TIMEOUT_MS = 2000;

/** Thrown when the wait was interrupted from outside, which says nothing about the program. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

interface Wait {
  readonly startSeconds: number;
  /** How it ended, when the program runs no more. */
  readonly ended: () => string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Waits until `url` answers 200. Returns undefined when it does, else what went wrong; throws
 * `Interrupted` when the signal fires first.
 */
export async function whyUnhealthy(
  url: string,
  { startSeconds, ended, signal }: Wait,
): Promise<string | undefined> {
  const deadline = performance.now() + startSeconds * 1000;
  let last = "no answer";
  while (performance.now() < deadline) {
    if (signal.aborted) throw new Interrupted(`interrupted while waiting for ${url}`);
    const answer = await probe(url);
    // Asked after the probe: an answer may come from a program that has since given up.
    const end = ended();
    if (end) return `${end} before ${url} answered 200`;
    if (answer === 200) return undefined;
    last = typeof answer === "number" ? `HTTP ${answer}` : answer;
    await sleep(PROBE_EVERY_MS);
  }
  return `${url} did not answer 200 within ${startSeconds} s (${last})`;
}

/** The HTTP status, or why there was none. */
async function probe(url: string): Promise<number | string> {
  // Not before something starts: it brings WebSocket along, a tenth of the provider's own start.
  const { get } = await import("node:http");
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: PROBE_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 2 s")));
    request.on("error", (error) => {
      resolve(error.message);
    });
  });
}
