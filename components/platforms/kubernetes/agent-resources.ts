import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import * as pulumi from "@pulumi/pulumi";
import type { SecretValues } from "../../secrets/resources.ts";
import { type AgentData, type AgentHandout, AGENTS } from "./agents.ts";
import { createObject } from "./classes.ts";
import { metadataOf } from "./labels.ts";
import type { KubernetesPlan } from "./plan.ts";

/** Creates what agents are handed in each of their namespaces. */
export function createAgents(
  handout: AgentHandout,
  plan: KubernetesPlan,
  valuesOf: SecretValues | undefined,
  options: pulumi.CustomResourceOptions,
): void {
  for (const object of handout.objects)
    createObject(object, options, `${object.metadata.namespace ?? ""}-${object.metadata.name}`);
  if (plan.store || handout.secrets.length === 0) return;
  if (!valuesOf) throw new Error("agents are handed secrets, and the stack has no values");
  const data = valuesOf(handout.secrets).apply(handout.reveal);
  // Which of them there are is known without any value.
  const keys = handout.reveal({});
  for (const namespace of handout.namespaces) {
    const has = (part: keyof AgentData) => Object.keys(keys[part]).length > 0;
    const named = (name: string) => ({
      id: `${namespace}-${name}`,
      metadata: metadataOf(name, { ...plan, namespace }),
    });
    for (const part of ["environment", "files"] as const) {
      if (!has(part)) continue;
      const { id, metadata } = named(AGENTS[part]);
      const stringData = data.apply((all) => ({ ...all[part] }));
      new Secret(id, { metadata, type: "Opaque", stringData }, options);
    }
    if (!has("trusted")) continue;
    const { id, metadata } = named(AGENTS.trusted);
    new ConfigMap(id, { metadata, data: data.apply(({ trusted }) => ({ ...trusted })) }, options);
  }
}
