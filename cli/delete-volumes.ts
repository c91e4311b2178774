import { ProblemError } from "../components/core/errors.ts";
import { PROJECT_LABEL } from "../components/platforms/docker/names.ts";
import type { DockerPlan } from "../components/platforms/docker/plan.ts";
import type { Engine } from "./engine.ts";

/**
 * Deletes the volumes of a stack that outlived it: those with its label, and no others.
 *
 * @throws ProblemError that names each one that stays, and why
 */
export async function deleteVolumes(engine: Engine, { project }: DockerPlan): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${PROJECT_LABEL}=${project}`] }));
  const { body } = await engine.ask("GET", `/volumes?filters=${filters}`);
  const { Volumes } = (body ?? {}) as { Volumes?: readonly { Name: string }[] | null };
  const stayed: string[] = [];
  for (const { Name } of Volumes ?? []) {
    const deleted = await engine.ask("DELETE", `/volumes/${encodeURIComponent(Name)}`);
    const { message = "" } = (deleted.body ?? {}) as { message?: string };
    if (deleted.status >= 300 && deleted.status !== 404) stayed.push(`${Name}: ${message}`);
  }
  if (stayed.length === 0) return;
  throw new ProblemError({
    where: `volumes of project ${project} on ${engine.host}`,
    what: `some could not be deleted:\n    ${stayed.join("\n    ")}`,
    fix: "remove the containers that use them, and run it again",
  });
}
