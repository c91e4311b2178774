import { setTimeout as sleep } from "node:timers/promises";
import { type Problem, ProblemError } from "../../core/errors.ts";
import { refusal } from "./refusals.ts";
import type { Answer, Request } from "./request.ts";

/** Where Honeycomb is, and who asks. */
export interface Connection {
  /** Without a path and a trailing slash. */
  readonly endpoint: string;
  /** A configuration key: never printed, never part of an error. */
  readonly key: string;
}

/** How patient a client is: tests are less so. */
export interface Patience {
  readonly tries: number;
  readonly timeoutMs: number;
  /** Before the second try of what failed on the other side; doubles, with some randomness. */
  readonly firstWaitMs: number;
  /** For a limit that is over only later, give up: somebody waits. */
  readonly longestWaitMs: number;
}

const PATIENCE: Patience = {
  tries: 8,
  timeoutMs: 30_000,
  firstWaitMs: 500,
  longestWaitMs: 120_000,
};

/**
 * Asks Honeycomb, again where that may help: 429 as late as it says, 5xx and broken connections with
 * growing waits. What an attempt without an answer has made is looked up, so that nothing is made twice.
 * https://api-docs.honeycomb.io/api/errors
 *
 * @throws ProblemError for every answer that is neither a success nor accepted
 */
export async function ask(
  connection: Connection,
  request: Request,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(connection, request, signal, patience);
    if ("status" in answer) {
      const { status } = answer;
      if (status < 300 || request.accepts?.includes(status)) return answer;
      if (status !== 429 && status < 500) throw new ProblemError(refusal(request, answer));
    }
    const waitMs = waitOf(answer, attempt, patience);
    if (attempt >= patience.tries || waitMs > patience.longestWaitMs)
      throw new ProblemError(gaveUp(connection, request, answer, attempt));
    await sleep(waitMs, undefined, { signal });
    const body = "status" in answer && answer.status === 429 ? undefined : await request.made?.();
    if (body !== undefined) return { status: 200, body };
  }
}

interface Seen extends Answer {
  readonly headers: Headers;
}
interface Broken {
  readonly reason: string;
}

async function once(
  { endpoint, key }: Connection,
  { method, at = endpoint, path, body, headers }: Request,
  signal: AbortSignal,
  { timeoutMs }: Patience,
): Promise<Seen | Broken> {
  try {
    const response = await fetch(`${at}${path}`, {
      method,
      headers: {
        "x-honeycomb-team": key,
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect would carry the key to somebody else.
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  } catch (error) {
    signal.throwIfAborted();
    return { reason: reasonOf(error) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === "" ? undefined : text;
  }
}

/** Of a failed fetch the cause says why: `connect ECONNREFUSED 127.0.0.1:1`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/**
 * Honeycomb says when its limit is over in two headers: seconds in the draft standard
 * (`limit=100, remaining=0, reset=60`), a date or seconds in `Retry-After`.
 */
function waitOf(answer: Seen | Broken, attempt: number, { firstWaitMs }: Patience): number {
  // All that were refused together come back together: not in the same instant.
  const apart = firstWaitMs * Math.random();
  const backoff = firstWaitMs * 2 ** (attempt - 1) + apart;
  if (!("headers" in answer) || answer.status !== 429) return backoff;
  const reset = /\breset=(\d+)/.exec(answer.headers.get("ratelimit") ?? "")?.[1];
  const after = answer.headers.get("retry-after") ?? "";
  const stated = [
    reset === undefined ? Number.NaN : Number(reset) * 1000,
    /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now(),
  ].filter((ms) => Number.isFinite(ms));
  return stated.length > 0 ? Math.max(0, ...stated) + apart : backoff;
}

function gaveUp(
  { endpoint }: Connection,
  request: Request,
  answer: Seen | Broken,
  tries: number,
): Problem {
  const where = `Honeycomb: ${request.method} ${request.path}`;
  if ("reason" in answer)
    return {
      where,
      what: `no answer from ${request.at ?? endpoint} (${answer.reason}), asked ${tries} times`,
      fix: "check agentobs:honeycomb.endpoint and the way there, and run the same command again",
    };
  return {
    where,
    what: `${answer.status === 429 ? "the rate limit is not over" : "it is in trouble"} (HTTP ${answer.status}), asked ${tries} times`,
    fix: "run the same command again later: what is done already is kept",
  };
}
