import { Container } from "@pulumi/docker/container.js";
import { Volume } from "@pulumi/docker/volume.js";
import * as pulumi from "@pulumi/pulumi";
import { ProblemError } from "../../core/errors.ts";
import { secretsIn } from "../../secret-texts.ts";
import type { SecretValues } from "../../secrets/resources.ts";
import { secretsWithoutValue } from "../secret-problems.ts";
import { secretVersion } from "../secret-version.ts";
import type { ContainerObject, FilesObject, VolumeObject, WorkloadObjects } from "./objects.ts";
import { environmentList, labelList, serviceArgs, taskArgs, volumeArgs } from "./resource-args.ts";

/** The stack's secrets. */
export interface StackSecrets {
  readonly valuesOf: SecretValues;
  /** See `secretVersion`. */
  readonly salt: pulumi.Input<string>;
}

export interface WorkloadArgs {
  readonly objects: WorkloadObjects;
  readonly protectData: boolean;
  /** Undefined when no workload of the stack is handed any. */
  readonly secrets?: StackSecrets | undefined;
  /** What must be there before anything of it: images and networks. */
  readonly needs: readonly pulumi.Resource[];
  /** Those that must be well before it starts. */
  readonly peers: readonly WorkloadResource[];
}

/** Secrets are told apart by it: another value is another label, and so another container. */
const VERSION_LABEL = "agentobs.secrets";
const OF_LABEL = "agentobs.of";

/** The provider reads these back, and takes a change of them for one in place that it never makes. */
const CREATED_WITH = ["healthcheck", "tmpfs"];

type Waits = readonly pulumi.Input<pulumi.Resource>[];
/** The values that its containers are handed, and what changes with them. */
interface Handed {
  readonly values: pulumi.Output<Readonly<Record<string, string>>>;
  readonly version: pulumi.Output<string>;
}

/** One workload: its volumes, what fills them, its container, and what asks whether it is well. */
export class WorkloadResource extends pulumi.ComponentResource {
  /** What others wait for. */
  readonly well: pulumi.Input<pulumi.Resource>;
  readonly #instance: string;

  constructor(name: string, args: WorkloadArgs, options: pulumi.ComponentResourceOptions) {
    super("agentobs:docker:Workload", name, {}, options);
    this.#instance = name;
    const { objects, needs, peers } = args;
    const secrets = secretsOf(args);
    const volumes = objects.volumes.map((volume) => this.#volume(volume, args));
    const there = [...needs, ...volumes];
    const { files, ready } = objects;
    const filled = files && this.#files(files, secrets, there);
    const running = this.#service(objects, secrets, [
      ...there,
      ...(filled ? [succeeded(filled, files.container)] : []),
      ...peers.map(({ well }) => well),
    ]);
    this.well = ready ? succeeded(this.#ready(ready, running, needs), ready) : running;
    this.registerOutputs({});
  }

  #files(files: FilesObject, secrets: Handed | undefined, dependsOn: Waits): Container {
    const uploads = Object.entries(files.uploads).map(([file, content]) => ({ file, content }));
    const args = {
      ...taskArgs(files.container),
      ...environmentOf(files.container, secrets),
      // They go to the mounted volumes, before the container starts.
      uploads,
    };
    const options = this.#child(dependsOn, files.container);
    return new Container(`${this.#instance}-files`, args, options);
  }

  #service(objects: WorkloadObjects, secrets: Handed | undefined, dependsOn: Waits): Container {
    const { container, workload } = objects;
    const { startSeconds } = workload.health;
    const args = {
      ...serviceArgs(container, startSeconds),
      ...environmentOf(container, secrets),
      labels: [
        ...labelList(container.labels),
        ...(secrets ? [{ label: VERSION_LABEL, value: secrets.version }] : []),
      ],
    };
    return new Container(this.#instance, args, {
      ...this.#child(dependsOn, container),
      customTimeouts: { create: `${startSeconds + SPARE_SECONDS}s` },
    });
  }

  #ready(ready: ContainerObject, running: Container, needs: Waits): Container {
    // Another container is asked anew.
    const labels = [...labelList(ready.labels), { label: OF_LABEL, value: running.id }];
    return new Container(
      `${this.#instance}-ready`,
      { ...taskArgs(ready), labels },
      this.#child([...needs, running], ready),
    );
  }

  #child(dependsOn: Waits, { secretEnvironment }: ContainerObject): pulumi.CustomResourceOptions {
    const hasSecrets = Object.keys(secretEnvironment).length > 0;
    return {
      parent: this,
      dependsOn: [...dependsOn],
      // Each has a name of its own on the engine, and ports that only one can have.
      deleteBeforeReplace: true,
      replaceOnChanges: CREATED_WITH,
      // The provider hands back what it was told, and does not know what of it is secret.
      additionalSecretOutputs: hasSecrets ? ["envs"] : [],
    };
  }

  #volume(volume: VolumeObject, { protectData }: WorkloadArgs): Volume {
    const isData = volume.kind === "data";
    return new Volume(volume.name, volumeArgs(volume), {
      parent: this,
      // The engine hands out a volume that is there already under its name: data is taken over.
      retainOnDelete: isData && protectData,
      // A volume can't be changed, and another one would be empty.
      ignoreChanges: isData ? ["labels", "driver", "driverOpts"] : [],
    });
  }
}

/** For images that are slow to unpack, and engines that are busy. */
const SPARE_SECONDS = 300;

function secretsOf({ objects: { workload }, secrets }: WorkloadArgs): Handed | undefined {
  const names = secretsIn(workload.secrets);
  if (names.length === 0) return undefined;
  if (!secrets) throw new Error(`${workload.name} is handed secrets, and the stack has no values`);
  const values = secrets.valuesOf(names).apply((all) => {
    secretsWithoutValue(workload.name, names, all);
    return all;
  });
  const version = pulumi
    .all([values, pulumi.secret(secrets.salt)])
    .apply(([values, salt]) => secretVersion(values, salt));
  // Nobody can tell anything from it, and a secret in it would hide the labels in a preview.
  return { values, version: pulumi.unsecret(version) };
}

/** Plain variables as they are, and each secret as one that is marked so. */
function environmentOf(container: ContainerObject, secrets: Handed | undefined) {
  const named = Object.entries(container.secretEnvironment);
  if (named.length === 0 || !secrets) return {};
  const handed = named.map(([key, name]) =>
    secrets.values.apply((values) => `${key}=${values[name] ?? ""}`),
  );
  return { envs: [...environmentList(container), ...handed] };
}

/** A container that has ended, once it is known that it ended well: the provider does not look. */
function succeeded(
  task: Container,
  { name }: ContainerObject,
): pulumi.Output<pulumi.CustomResource> {
  return task.exitCode.apply((code) => {
    if (code === 0) return task;
    throw new ProblemError({
      where: `container ${name}`,
      what: `it ended with ${code}, and what it was to do is not done`,
      fix: `see what it says with: docker logs ${name}; then docker rm ${name}, and make up again`,
    });
  });
}
