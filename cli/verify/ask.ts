import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";

/** Managed backends answer more slowly than one on this machine. */
const REQUEST_TIMEOUT_MILLIS = 15_000;
const LONGEST_QUOTE = 200;
/** Where a backend does not say how long it wants to be left alone. */
const WAIT_MILLIS = 10_000;

/** An HTTP API that verify asks, and what it must show there. */
export interface Backend {
  /** Without a trailing slash. */
  readonly url: string;
  /** Credentials stand here: they are never part of an address or of an error. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificates to trust instead of the system's, as PEM. */
  readonly ca?: string | undefined;
}

export interface Question {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Sent as JSON, with POST. */
  readonly body?: object;
}

/** A backend said no, and will say no again: a wrong key, or one that may not ask. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Nobody answers there, or nobody who can be trusted. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** A backend wants to be asked later. */
export class TooMany extends Error {
  override readonly name = "TooMany";
  readonly waitMillis: number;

  constructor(message: string, waitMillis: number) {
    super(message);
    this.waitMillis = waitMillis;
  }
}

/**
 * The body of a successful answer; undefined for 404. Redirects are not followed: credentials are for
 * one address.
 *
 * @throws Refused for 401 and 403, TooMany for 429, NoAnswer for none, Error for every other answer
 */
export async function ask(backend: Backend, question: Question): Promise<string | undefined> {
  const { status, text, headers } = await answerTo(backend, question);
  if (status >= 200 && status < 300) return text;
  if (status === 404) return undefined;
  const said = `${backend.url}${question.path} answers ${status}: ${quoted(text, backend)}`;
  if (status === 401 || status === 403) throw new Refused(said);
  if (status === 429) throw new TooMany(said, waitOf(headers));
  throw new Error(said);
}

/** The same as JSON. @throws Error for 404 too */
export async function askJson<T>(backend: Backend, question: Question): Promise<T> {
  const text = await ask(backend, question);
  if (text === undefined) throw new Error(`${backend.url}${question.path} answers 404`);
  return JSON.parse(text) as T;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** `fetch` can't trust certificates of one backend's own. */
function answerTo(backend: Backend, { path, query, body }: Question): Promise<Answer> {
  const url = new URL(`${backend.url}${path}`);
  for (const [name, values] of Object.entries(query ?? {}))
    for (const value of [values].flat()) url.searchParams.append(name, value);
  const json = body === undefined ? undefined : JSON.stringify(body);
  const options = {
    method: json === undefined ? "GET" : "POST",
    headers: {
      accept: "application/json",
      ...(json !== undefined && {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(json)),
      }),
      ...backend.headers,
    },
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MILLIS),
    // Each connection its own: nothing holds the command up when it is done.
    agent: false as const,
    ...(backend.ca !== undefined && { ca: backend.ca }),
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? tlsRequest : plainRequest;
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, text: Buffer.concat(chunks).toString("utf8"), headers });
      });
    });
    sent.once("error", (error) => {
      const why = error.name === "AbortError" ? "no answer in time" : error.message;
      reject(new NoAnswer(`${backend.url}${path}: ${why}`));
    });
    sent.end(json);
  });
}

/** What it said, without what it was told in confidence. */
function quoted(text: string, { headers = {} }: Backend): string {
  const secrets = Object.values(headers).flatMap((value) => [value, value.split(" ").at(-1) ?? ""]);
  const clean = secrets
    .filter((secret) => secret.length > 3)
    .reduce((rest, secret) => rest.replaceAll(secret, "****"), text);
  return clean.slice(0, LONGEST_QUOTE).replaceAll(/\s+/g, " ");
}

/**
 * `Retry-After` in seconds or as a date, else the time until the window of `RateLimit` ends.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, https://docs.honeycomb.io/api/rate-limit
 */
function waitOf(headers: Answer["headers"]): number {
  const after = String(headers["retry-after"] ?? "");
  if (/^\d+$/.test(after)) return Number(after) * 1000;
  const until = Date.parse(after) - Date.now();
  if (until > 0) return until;
  const reset = /\breset=(\d+)/.exec(String(headers["ratelimit"] ?? ""))?.[1];
  return reset === undefined ? WAIT_MILLIS : Number(reset) * 1000;
}
