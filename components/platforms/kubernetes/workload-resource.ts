import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import * as pulumi from "@pulumi/pulumi";
import type { SecretValues } from "../../secrets/resources.ts";
import type { Workload } from "../../workload.ts";
import type { Deployment, KubernetesObject, StatefulSet } from "./api.ts";
import { createObject } from "./classes.ts";
import { metadataOf } from "./labels.ts";
import { secretsName } from "./names.ts";
import { phasesOf, rolloutSeconds } from "./phases.ts";
import type { KubernetesPlan } from "./plan.ts";
import { secretVersion } from "../secret-version.ts";
import { secretData, secretNames } from "./secrets.ts";

/** The stack's secrets. */
export interface StackSecrets {
  readonly valuesOf: SecretValues;
  /** See `secretVersion`. */
  readonly salt: pulumi.Input<string>;
}

export interface WorkloadArgs {
  readonly plan: KubernetesPlan;
  readonly workload: Workload;
  readonly objects: readonly KubernetesObject[];
  /** Undefined when no workload of the stack is handed any. */
  readonly secrets?: StackSecrets | undefined;
  /** What must be there before anything of it. */
  readonly namespaces: readonly pulumi.Resource[];
  /** What must be there, and ready, before its pods start. */
  readonly before: readonly pulumi.Resource[];
}

/** The name that the annotation has in many charts. */
const VERSION_ANNOTATION = "checksum/secrets";

/** One workload: what its pods need, its pods, ready, and what stands before them. */
export class WorkloadResource extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs, options: pulumi.ComponentResourceOptions) {
    super("agentobs:kubernetes:Workload", name, {}, options);
    const { plan, workload, objects, namespaces } = args;
    const child = { parent: this, dependsOn: [...namespaces] };
    const phases = phasesOf(objects);
    const data = secretsOf(args);
    const needed = [
      ...phases.before.map((object) => createObject(object, child)),
      ...(data ? [createSecret(workload, plan, data.values, child)] : []),
    ];
    const timeout = `${rolloutSeconds(workload)}s`;
    const controllers = phases.pods.map((object) =>
      createObject(data ? stamped(object, data.version) : object, {
        parent: this,
        dependsOn: [...namespaces, ...needed, ...args.before],
        customTimeouts: { create: timeout, update: timeout, delete: timeout },
      }),
    );
    for (const object of phases.after)
      createObject(object, { parent: this, dependsOn: [...namespaces, ...controllers] });
    this.registerOutputs({});
  }
}

/** What its Secret holds, and what changes with it. */
function secretsOf({ workload, secrets, plan }: WorkloadArgs) {
  const names = secretNames(workload, plan);
  // From a store the operator writes the Secret, when the pods are there already.
  if (plan.store || names.length === 0) return undefined;
  if (!secrets) throw new Error(`${workload.name} is handed secrets, and the stack has no values`);
  const values = secrets.valuesOf(names).apply((all) => secretData(workload, all, plan));
  const version = pulumi
    .all([values, pulumi.secret(secrets.salt)])
    .apply(([data, salt]) => secretVersion(data, salt));
  // Nobody can tell anything from it, and a secret in it would hide the whole pod in a preview.
  return { values, version: pulumi.unsecret(version) };
}

function createSecret(
  { name }: Workload,
  plan: KubernetesPlan,
  stringData: pulumi.Output<Record<string, string>>,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const metadata = metadataOf(secretsName(name), plan, name);
  return new Secret(metadata.name, { metadata, type: "Opaque", stringData }, options);
}

/** The same pods, which start anew with another version. */
function stamped(object: Deployment | StatefulSet, version: pulumi.Output<string>) {
  const { template } = object.spec ?? {};
  if (!template) throw new Error(`${object.metadata.name} has no pods`);
  const { metadata } = template;
  const annotations = { ...metadata?.annotations, [VERSION_ANNOTATION]: version };
  const pods = { ...template, metadata: { ...metadata, annotations } };
  return { ...object, spec: { ...object.spec, template: pods } };
}
