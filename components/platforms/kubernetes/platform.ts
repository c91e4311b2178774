import type { Platform } from "../../describe-workload.ts";

/** Which replica a pod is: read from its label by the downward API. */
export const ORDINAL_VARIABLE = "AGENTOBS_ORDINAL";

/** Every pod has an address of its own, and each kind of file one place in it. */
export const kubernetesPlatform: Platform = {
  bind: "0.0.0.0",
  ordinalVariable: ORDINAL_VARIABLE,
  paths: () => ({
    files: "/etc/agentobs",
    data: "/var/lib/agentobs",
    secrets: "/run/secrets/agentobs",
  }),
};
