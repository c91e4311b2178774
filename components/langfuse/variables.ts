import type { WorkloadName } from "../core/names.ts";
import type { WorkloadContext } from "../workload.ts";
import { EVENTS_PREFIX } from "./plan.ts";

/** Variables of an environment: plain values, and names of secrets. */
export interface Variables {
  readonly plain: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
}

/** As much of a context as says where stores are: the same for web and worker. */
export type StoreContext = Pick<WorkloadContext<WorkloadName>, "at" | "outside" | "path">;

/**
 * Raw events only. Media and exports are links that browsers open, which needs a store that they
 * reach: https://langfuse.com/self-hosting/deployment/infrastructure/blobstorage
 */
export const EVENTS_VARIABLE = "LANGFUSE_S3_EVENT_UPLOAD";

/** Which bucket, and where in it. */
export const bucket = (name: string, region: string) => ({
  [`${EVENTS_VARIABLE}_BUCKET`]: name,
  [`${EVENTS_VARIABLE}_PREFIX`]: EVENTS_PREFIX,
  [`${EVENTS_VARIABLE}_REGION`]: region,
});
