import { CustomResource as Custom } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Ingress } from "@pulumi/kubernetes/networking/v1/ingress.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import type { CustomResource, CustomResourceOptions, Inputs } from "@pulumi/pulumi";
import type { KubernetesObject } from "./api.ts";

/** Objects come typed by the API's own specification, which is stricter than the SDK's types. */
type ResourceClass = new (
  name: string,
  args: Inputs & Record<"apiVersion" | "kind" | "metadata" | "spec", Inputs[string]>,
  options: CustomResourceOptions,
) => CustomResource;

/**
 * A row for each kind. Each from its own file: loading the whole package takes a quarter of a second
 * where these take a hundredth. A kind that a cluster may lack is an `apiextensions.CustomResource`.
 */
const CLASSES: Readonly<Record<KubernetesObject["kind"], ResourceClass>> = {
  BackendTLSPolicy: Custom,
  Certificate: Custom,
  ConfigMap,
  Deployment,
  ExternalSecret: Custom,
  GRPCRoute: Custom,
  HTTPRoute: Custom,
  HorizontalPodAutoscaler,
  Ingress,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
  ServiceAccount,
  StatefulSet,
};

/**
 * Creates the resource of an object, under the object's own name: one that is named by its content
 * is another resource when the content changes, made before and removed after what uses it changes.
 *
 * @param name in place of the object's, which is unique in its namespace only
 */
export function createObject(
  object: KubernetesObject | (Inputs & Pick<KubernetesObject, "kind" | "metadata">),
  options: CustomResourceOptions,
  name?: string,
): CustomResource {
  const { kind, metadata, ...rest }: Inputs & Pick<KubernetesObject, "kind" | "metadata"> = object;
  // Some classes insist on the keys.
  const apiVersion: unknown = rest["apiVersion"];
  const spec: unknown = rest["spec"];
  const args = { ...rest, apiVersion, kind, metadata, spec };
  return new CLASSES[kind](name ?? metadata.name, args, options);
}
