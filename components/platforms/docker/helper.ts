import { IMAGES } from "../../core/images.ts";
import type { InstanceName } from "../../core/names.ts";
import { limitsOf } from "./limits.ts";
import { labelsFor } from "./names.ts";
import type { ContainerObject } from "./objects.ts";
import type { DockerPlan } from "./plan.ts";

/** Two files of 10 MB besides the one that is written. https://docs.docker.com/engine/logging/drivers/json-file/ */
export const LOGGING: ContainerObject["logging"] = {
  driver: "json-file",
  options: { "max-file": "3", "max-size": "10m" },
};
export const NO_NEW_PRIVILEGES = ["no-new-privileges:true"] as const;
const HELPER = { memoryMiB: 64, cpuMillis: 100 };
const HELPER_STOP_SECONDS = 5;

/** What short-lived containers have in common: no network, and no right at all. */
export function helper(
  instance: InstanceName,
  plan: DockerPlan,
): Omit<ContainerObject, "name" | "image" | "command"> {
  const { user } = IMAGES.busybox;
  return {
    user: `${user}:${user}`,
    environment: {},
    secretEnvironment: {},
    mounts: [],
    tmpfs: {},
    networks: [],
    ports: [],
    readOnly: true,
    capabilities: { drop: ["ALL"], add: [] },
    securityOptions: NO_NEW_PRIVILEGES,
    ...limitsOf(HELPER),
    restart: "no",
    logging: LOGGING,
    stopSeconds: HELPER_STOP_SECONDS,
    labels: labelsFor(instance, plan),
    after: {},
  };
}
