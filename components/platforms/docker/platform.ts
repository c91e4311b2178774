import type { Platform } from "../../describe-workload.ts";
import { CONTAINER_PATHS } from "../container-paths.ts";

/** Every container has an address of its own, and each kind of file one place in it. */
export const dockerPlatform: Platform = { bind: "0.0.0.0", paths: () => CONTAINER_PATHS };
