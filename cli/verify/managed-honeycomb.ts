import type { Backend } from "./ask.ts";
import { type SecretValue, withoutSecrets } from "./credentials.ts";
import { GRPC_MEMBER, HTTP_MEMBER } from "./marked-run.ts";
import { honeycombMetrics, honeycombTraces } from "./stores/honeycomb.ts";
import { type HoneycombContents, honeycombContents } from "./stores/honeycomb-contents.ts";
import { type Known, MANAGED_PATIENCE_SECONDS, type Unknown } from "./target.ts";

/** A Honeycomb environment that verify asks. */
export interface HoneycombTarget {
  /** `https://api.honeycomb.io` or `https://api.eu1.honeycomb.io`. */
  readonly url: string;
  /**
   * A configuration key with "Manage Queries and Columns" and "Run Queries", and the right to see
   * triggers and boards where the kit made some. An ingest key may ask nothing.
   */
  readonly key: string;
  /** Dataset of the metrics. */
  readonly dataset: string;
  /** Off where the team's plan has no Query Data API: then only triggers and boards are looked at. */
  readonly mayQuery: boolean;
  readonly contents?: HoneycombContents | undefined;
  /** Between two looks. */
  readonly everyMillis?: number;
}

/** The same as a plan has it: the key by the name of its secret. */
export type HoneycombPlace = Omit<HoneycombTarget, "key"> & { readonly keySecret: string };

/** With the key, or why there is none. */
export function honeycombTarget(
  { keySecret, ...place }: HoneycombPlace,
  secretValue: SecretValue,
): HoneycombTarget | Unknown {
  const key = secretValue(keySecret);
  return key === undefined ? withoutSecrets([keySecret]) : { ...place, key };
}

const WITHOUT_KEY: Unknown = {
  because: "a configuration key that may run queries is not known here: the ingest key may not ask",
  fix: "agentobs:honeycomb: { keySecret: … }",
};

const WITHOUT_PLAN: Unknown = {
  because:
    "its Query Data API is part of the Enterprise plan, and the settings do not say that the team has it",
  fix: "agentobs:honeycomb: { queryData: true }, with a key that may run queries",
};

/** https://docs.honeycomb.io/api/tag/Query-Data/ */
export function lookIntoHoneycomb(
  target: HoneycombTarget | Unknown = WITHOUT_KEY,
): Known | Unknown {
  if ("because" in target) return target;
  const { url, key, dataset, mayQuery, contents, everyMillis = EVERY_MILLIS } = target;
  const backend: Backend = { url, headers: { "x-honeycomb-team": key } };
  return {
    ...(mayQuery
      ? {
          traces: honeycombTraces(backend, [HTTP_MEMBER, GRPC_MEMBER]),
          metrics: honeycombMetrics(backend, dataset),
        }
      : { withoutSignals: WITHOUT_PLAN }),
    contents: contents && (() => honeycombContents(backend, contents)),
    patienceSeconds: MANAGED_PATIENCE_SECONDS,
    everyMillis,
  };
}

/** Ten results a minute for traces and metrics together. */
const EVERY_MILLIS = 15_000;
