import { type ImageName, IMAGES } from "../core/images.ts";

/** An image with its tag, from the operator's registry where there is one. */
export function imageOf(
  name: ImageName,
  { registry }: { readonly registry?: string | undefined },
): string {
  const { repository, tag } = IMAGES[name];
  if (registry === undefined) return `${repository}:${tag}`;
  // A mirror keeps the path below the registry.
  return `${registry}/${repository.slice(repository.indexOf("/") + 1)}:${tag}`;
}
