import { Network } from "@pulumi/docker/network.js";
import { Provider } from "@pulumi/docker/provider.js";
import { RemoteImage } from "@pulumi/docker/remoteImage.js";
import type { DockerObjects } from "./objects.ts";
import type { DockerPlan } from "./plan.ts";
import { networkArgs } from "./resource-args.ts";
import { type WorkloadArgs, WorkloadResource } from "./workload-resource.ts";

export interface StackArgs {
  readonly plan: DockerPlan;
  readonly objects: DockerObjects;
  readonly secrets: WorkloadArgs["secrets"];
}

/** Creates every workload behind its peers. Destroying goes the other way round. */
export function createStack({ plan, objects, secrets }: StackArgs): readonly WorkloadResource[] {
  const { host, sshOptions, protectData } = plan;
  const provider = new Provider("docker", {
    ...(host !== undefined && { host }),
    ...(sshOptions.length > 0 && { sshOpts: [...sshOptions] }),
  });
  const networks = objects.networks.map(
    (network) =>
      new Network(network.name, networkArgs(network), { provider, deleteBeforeReplace: true }),
  );
  // Kept on the engine: others may run it, and the next up needs it again.
  const images = new Map(
    objects.images.map((name) => [
      name,
      new RemoteImage(imageName(name), { name, keepLocally: true }, { provider }),
    ]),
  );
  const created = new Map<string, WorkloadResource>();
  for (const one of objects.workloads) {
    const { instance, after, files, container, ready } = one;
    const used = [files?.container, container, ready].flatMap((each) => each?.image ?? []);
    const needs = [...networks, ...[...new Set(used)].flatMap((image) => images.get(image) ?? [])];
    const peers = after.flatMap((peer) => created.get(peer) ?? []);
    const args = { objects: one, protectData, secrets, needs, peers };
    created.set(instance, new WorkloadResource(instance, args, { providers: [provider] }));
  }
  return [...created.values()];
}

/** `grafana` of `docker.io/grafana/grafana:13.2.0`: a new version is the same resource. */
const imageName = (image: string): string =>
  image.slice(image.lastIndexOf("/") + 1, image.lastIndexOf(":"));
