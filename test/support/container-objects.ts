import type { DockerObjects } from "../../components/platforms/docker/objects.ts";
import { dockerObjects } from "../../components/platforms/docker/render.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { planOf } from "./kubernetes-stacks.ts";

export type Settings = Readonly<Record<string, unknown>>;

/** What a stack of the preset `docker` runs. */
export function objectsOf(settings: Settings = {}): DockerObjects {
  const plan = planOf({ preset: "docker", ...settings });
  if (!plan.docker) throw new Error("not a stack on Docker");
  return dockerObjects(workloadsOf(plan), plan.docker);
}

export const LANGFUSE = {
  destinations: [{ type: "jaeger" }, { type: "victoriametrics" }, { type: "langfuse" }],
};
export const TEMPO = { destinations: [{ type: "tempo" }, { type: "victoriametrics" }] };
