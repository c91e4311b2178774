import type {
  V1ConfigMap,
  V1Deployment,
  V1Namespace,
  V1NetworkPolicy,
  V1ObjectMeta,
  V1PodDisruptionBudget,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from "@kubernetes/client-node";

/** A plain object as the API server takes it: no Output, no secret. */
export type KubernetesObject =
  | Of<"v1", "ConfigMap", V1ConfigMap>
  | Of<"v1", "Namespace", V1Namespace>
  | Of<"v1", "Service", V1Service>
  | Of<"v1", "ServiceAccount", V1ServiceAccount>
  | Of<"apps/v1", "Deployment", V1Deployment>
  | Of<"apps/v1", "StatefulSet", V1StatefulSet>
  | Of<"autoscaling/v2", "HorizontalPodAutoscaler", V2HorizontalPodAutoscaler>
  | Of<"networking.k8s.io/v1", "NetworkPolicy", V1NetworkPolicy>
  | Of<"policy/v1", "PodDisruptionBudget", V1PodDisruptionBudget>;

type Of<V extends string, K extends string, T> = Omit<T, "apiVersion" | "kind" | "metadata"> & {
  readonly apiVersion: V;
  readonly kind: K;
  readonly metadata: V1ObjectMeta & { readonly name: string };
};
