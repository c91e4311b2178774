import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "../../core/errors.ts";
import { slugOf } from "./api.ts";
import { type Ask, type Kind, readAt } from "./kind.ts";

/** The dataset of the metrics, and who may send to it. */
export interface DatasetSpec {
  readonly name: string;
  /** Where data is sent: Honeycomb itself, or what stands before it. */
  readonly ingestUrl: string;
  /** An ingest key, which is a secret. */
  readonly ingestKey: string;
}

const TRIES = 15;
const WAIT_MS = 2000;

/**
 * Data makes a dataset, and what kind of data makes what kind of dataset: made through the API it could
 * be one for events, in which counters and histograms can't be asked for. So where there is none yet,
 * one point of a metric is sent, as the collector will. Its data is never removed.
 * https://docs.honeycomb.io/get-started/honeycomb/resource-structure
 */
export const datasets: Kind<DatasetSpec> = {
  problems: () => [],
  identity: ({ name }) => slugOf(name),
  async find(ask, spec) {
    const id = slugOf(spec.name);
    return (await readAt(ask, at(id))) && { id, ours: true };
  },
  async create(ask, spec) {
    const id = slugOf(spec.name);
    await ask(firstPoint(spec));
    await appeared(ask, id, spec);
    return { id };
  },
  update: () => Promise.resolve(undefined),
  read: (ask, id) => readAt(ask, at(id)),
  decides: [],
};

const at = (slug: string): string => `/1/datasets/${encodeURIComponent(slug)}`;

/** https://opentelemetry.io/docs/specs/otlp/#otlphttp-request, as JSON */
function firstPoint({ name, ingestUrl, ingestKey }: DatasetSpec) {
  const point = { timeUnixNano: `${Date.now()}000000`, asInt: "1" };
  const metric = { name: "agentobs.setup", unit: "1", gauge: { dataPoints: [point] } };
  return {
    method: "POST",
    at: ingestUrl,
    path: "/v1/metrics",
    headers: { "x-honeycomb-team": ingestKey, "x-honeycomb-dataset": name },
    body: { resourceMetrics: [{ resource: {}, scopeMetrics: [{ metrics: [metric] }] }] },
  } as const;
}

async function appeared(ask: Ask, id: string, { name }: DatasetSpec): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (await readAt(ask, at(id))) return;
    await sleep(WAIT_MS);
  }
  throw new ProblemError({
    where: `Honeycomb: dataset ${name}`,
    what: `the first metric was accepted, but there is no dataset "${id}" ${(TRIES * WAIT_MS) / 1000} s later`,
    fix: "let the ingest key create datasets, or create the dataset, and run the same command again",
  });
}
