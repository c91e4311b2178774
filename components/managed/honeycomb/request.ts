/** What Honeycomb is asked. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Instead of the connection's endpoint. */
  readonly at?: string;
  /** Below the endpoint, with a leading slash. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers that are no error here. */
  readonly accepts?: readonly number[];
  /** Of what makes something: what an attempt without an answer has made after all, if anything. */
  readonly made?: () => Promise<unknown>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}
