/** One answer of the API. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const GONE: Answer = { status: 204 };

/** https://api-docs.honeycomb.io/api/errors: a text, or RFC 7807. */
export const legacy = (status: number, error: string): Answer => ({ status, body: { error } });
const problem = (status: number, type: string, error: string, more: object = {}): Answer => ({
  status,
  body: { status, type: `https://api.honeycomb.io/problems/${type}`, title: error, error, ...more },
});
export const notFound = (what: string): Answer => problem(404, "not-found", `${what} not found`);
export const conflict = (detail: string): Answer =>
  problem(409, "conflict", "conflict with the current state of the target resource", { detail });
export const invalid = (field: string, description: string): Answer =>
  problem(422, "validation-failed", "The provided input is invalid.", {
    type_detail: [{ field, code: "invalid", description }],
  });

/** `Retry-After` is a date, whole seconds later; the draft's header says the same in seconds. */
export function tooMany(limit: number, seconds: number): Answer {
  return {
    ...problem(429, "rate-limited", "You have exceeded your rate limit."),
    headers: {
      "retry-after": new Date(Date.now() + seconds * 1000).toUTCString(),
      ratelimit: `limit=${limit}, remaining=0, reset=${seconds}`,
      ratelimitpolicy: `${limit};w=${seconds}`,
    },
  };
}
