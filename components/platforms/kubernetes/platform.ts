import type { Platform } from "../../describe-workload.ts";
import { CONTAINER_PATHS } from "../container-paths.ts";

/** Which replica a pod is: read from its label by the downward API. */
export const ORDINAL_VARIABLE = "AGENTOBS_ORDINAL";

/** Every pod has an address of its own, and each kind of file one place in it. */
export const kubernetesPlatform: Platform = {
  bind: "0.0.0.0",
  ordinalVariable: ORDINAL_VARIABLE,
  paths: () => CONTAINER_PATHS,
};
