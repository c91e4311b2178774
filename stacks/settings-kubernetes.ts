import { z } from "zod";
import { ExternalSecretsSettings } from "./settings-secrets.ts";
import { GatewaySettings, IngressSettings } from "./settings-exposure.ts";
import { REGISTRY } from "./settings-registry.ts";
import { shown, text } from "./settings-types.ts";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const label = (example: string, description: string) =>
  z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
      error: "lower-case letters, digits and dashes, at most 63",
    })
    .meta(shown(example, description));
const texts = (key: string, value: string, description: string) =>
  z
    .record(z.string().min(1), z.string())
    .meta(shown({ [key]: value }, description))
    .default({});

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
const Toleration = z.strictObject({
  key: text("dedicated", "The taint's key."),
  operator: z
    .enum(["Equal", "Exists"])
    .meta(shown("Equal", "Whether its value must be equal."))
    .default("Equal"),
  value: text("observability", "The taint's value.").optional(),
  effect: z
    .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
    .meta(shown("NoSchedule", "The taint's effect. Default: all."))
    .optional(),
});

/** `agentobs:kubernetes`: where in a cluster, and what the cluster asks of pods. */
export const KubernetesSettings = z.strictObject({
  context: text("prod-eu", "Context of the kubeconfig. Default: its current one.").optional(),
  namespace: label("agentobs", "Everything goes there; the kit makes it.").default("agentobs"),
  storageClass: text("gp3", "Class of all volumes. Default: the cluster's default.").optional(),
  registry: REGISTRY,
  pullSecrets: z
    .array(label("registry", "Name of a Secret that is there already."))
    .meta(shown(["registry"], "Secrets to pull images with."))
    .default([]),
  nodeSelector: texts("node-pool", "observability", "Labels that nodes must have."),
  tolerations: z
    .array(Toleration)
    .meta(shown([{ key: "dedicated", value: "observability" }], "Taints that pods put up with."))
    .default([]),
  priorityClass: text("observability", "Name of a PriorityClass that is there already.").optional(),
  labels: texts("team", "platform", "Further labels of every object."),
  annotations: texts("example.com/owner", "platform", "Further annotations of every object."),
  agentNamespaces: z
    .array(label("research", "A namespace."))
    .meta(
      shown(
        ["research"],
        "Namespaces that agents run in: they may send, and get the environment for it.",
      ),
    )
    .default([]),
  externalSecrets: ExternalSecretsSettings.optional(),
  operatorNamespaces: z
    .array(label("operations", "A namespace."))
    .meta(
      shown(
        ["operations"],
        "Namespaces whose pods may open all pages and APIs that are for people.",
      ),
    )
    .default([]),
  ingress: IngressSettings.optional(),
  gateway: GatewaySettings.optional(),
});
