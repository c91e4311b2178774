import { type ImageName, IMAGES } from "../../core/images.ts";
import type { KubernetesPlan } from "./plan.ts";

/** An image with its tag, from the operator's registry where there is one. */
export function imageOf(name: ImageName, { registry }: Pick<KubernetesPlan, "registry">): string {
  const { repository, tag } = IMAGES[name];
  if (registry === undefined) return `${repository}:${tag}`;
  // A mirror keeps the path below the registry.
  return `${registry}/${repository.slice(repository.indexOf("/") + 1)}:${tag}`;
}
