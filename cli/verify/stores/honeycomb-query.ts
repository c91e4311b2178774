import { setTimeout as sleep } from "node:timers/promises";
import { askJson, type Backend, TooMany } from "../ask.ts";

/** A query as far as verify asks: https://docs.honeycomb.io/investigate/collaborate/share-query/define-query-json */
export interface Query {
  readonly calculations: readonly {
    readonly op: "COUNT" | "COUNT_DATAPOINTS";
    readonly column?: string;
  }[];
  readonly breakdowns?: readonly string[];
  readonly filters: readonly {
    readonly column: string;
    readonly op: "=" | "contains";
    readonly value: string;
  }[];
  readonly filter_combination?: "AND" | "OR";
}

/** One group, by column and by calculation (`COUNT_DATAPOINTS(agent.runs)`). */
export type Row = Readonly<Record<string, unknown>>;

interface Result {
  readonly id: string;
  readonly complete: boolean;
  readonly data?: { readonly results?: readonly { readonly data: Row }[] };
}

/** All datasets of the environment at once. */
export const EVERY_DATASET = "__all__";

const POLL_MILLIS = 1000;
const POLLS = 20;
/** How often a query waits for the rate limit: traces, metrics and leaks share it. */
const WAITS = 8;
const LARGEST = 1000;

/**
 * Three steps: a query, its result, and asking until the result is complete. At most ten results a
 * minute; the key needs "Manage Queries and Columns" and "Run Queries", the team the Enterprise plan.
 * https://docs.honeycomb.io/api/tag/Query-Data/
 */
export async function rowsOf(
  backend: Backend,
  dataset: string,
  query: Query,
  sinceMillis: number,
): Promise<Row[]> {
  // Times are cut to the minute: one earlier, and none that lies ahead.
  const seconds = Math.ceil((Date.now() - sinceMillis) / 1000) + 120;
  const slug = encodeURIComponent(dataset);
  const { id: queryId } = await askJson<{ readonly id: string }>(backend, {
    path: `/1/queries/${slug}`,
    body: { ...query, time_range: seconds },
  });
  const { id } = await patiently(() =>
    askJson<Result>(backend, {
      path: `/1/query_results/${slug}`,
      body: { query_id: queryId, disable_series: true, limit: LARGEST },
    }),
  );
  for (let poll = 0; poll < POLLS; poll++) {
    const result = await askJson<Result>(backend, { path: `/1/query_results/${slug}/${id}` });
    if (result.complete) return (result.data?.results ?? []).map(({ data }) => data);
    await sleep(POLL_MILLIS);
  }
  throw new Error(`Honeycomb has no result after ${(POLLS * POLL_MILLIS) / 1000} s`);
}

async function patiently<T>(request: () => Promise<T>): Promise<T> {
  for (let wait = 1; ; wait++)
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof TooMany) || wait > WAITS) throw error;
      await sleep(error.waitMillis);
    }
}
