import type { Resources } from "../../workload.ts";
import type { ContainerObject } from "./objects.ts";

/** What nearly every engine has: it refuses a container that asks for more cores than there are. */
const COMMON_CORES = 2;

/**
 * The most that a container may take: twice what is set aside for it elsewhere, a core at least, and no
 * more than a small machine has unless it needs more.
 */
export function limitsOf({
  memoryMiB,
  cpuMillis,
}: Resources): Pick<ContainerObject, "memoryMiB" | "cpus"> {
  const needed = cpuMillis / 1000;
  const generous = Math.min(COMMON_CORES, Math.max(1, 2 * needed));
  return { memoryMiB, cpus: coresText(Math.max(needed, generous)) };
}

/**
 * As the provider reads it back, or it would replace the container each time: whole numbers with a
 * zero behind, and none that ends in one.
 * https://github.com/kreuzwerker/terraform-provider-docker/blob/v4.5.0/internal/provider/helpers.go
 */
export function coresText(cores: number): string {
  const rounded = Math.ceil(cores * 100) / 100;
  if (!Number.isInteger(rounded)) return String(rounded);
  return String(rounded).includes("0") ? String(rounded - 0.01) : `${rounded}.0`;
}

/** As Go writes a duration: that is how the engine hands it back. https://pkg.go.dev/time#Duration.String */
export function goDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
