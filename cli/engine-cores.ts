import { problemError } from "../components/core/errors.ts";
import { limitsOf } from "../components/platforms/docker/limits.ts";
import type { Engine } from "./engine.ts";
import { type Stack, stackFileName } from "./stack-file.ts";

/**
 * An engine refuses a container that may take more cores than it has, in the middle of an up.
 *
 * @throws ProblemError that names each workload that needs more
 */
export function checkCores(stack: Stack, { cores, host }: Pick<Engine, "cores" | "host">): void {
  const over = Object.entries(stack.plan.footprints).filter(
    ([, footprint]) => Number(limitsOf(footprint).cpus) > cores,
  );
  if (cores === 0 || over.length === 0) return;
  throw problemError(
    over.map(([workload, footprint]) => ({
      where: `${stackFileName(stack)}: agentobs:sizes.${workload}.cpuMillis`,
      what: `${workload} may take ${limitsOf(footprint).cpus} cores, and ${host} has ${cores}`,
      fix: `agentobs:sizes: { ${workload}: { cpuMillis: ${cores * 500} } }, or less in agentobs:traffic`,
    })),
  );
}
