import type {
  V1ConfigMap,
  V1Container,
  V1Deployment,
  V1EnvFromSource,
  V1EnvVar,
  V1Ingress,
  V1Namespace,
  V1NetworkPolicy,
  V1NetworkPolicyIngressRule,
  V1NetworkPolicyPeer,
  V1ObjectMeta,
  V1PodDisruptionBudget,
  V1PodSpec,
  V1PodTemplateSpec,
  V1Probe,
  V1Service,
  V1ServiceAccount,
  V1ServicePort,
  V1StatefulSet,
  V1Toleration,
  V1Volume,
  V1VolumeMount,
  V2HorizontalPodAutoscaler,
} from "@kubernetes/client-node";

/**
 * The shapes of the API as plain data: the client's own types are classes, made from the API
 * server's specification, which can't call a property `from`.
 * https://github.com/kubernetes-client/javascript
 */
type Plain<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [K in keyof T as K extends "_from" ? "from" : K]: Plain<T[K]> }
      : T;

export type ConfigMap = Of<"v1", "ConfigMap", V1ConfigMap>;
export type Namespace = Of<"v1", "Namespace", V1Namespace>;
export type Service = Of<"v1", "Service", V1Service>;
export type ServiceAccount = Of<"v1", "ServiceAccount", V1ServiceAccount>;
export type Deployment = Of<"apps/v1", "Deployment", V1Deployment>;
export type StatefulSet = Of<"apps/v1", "StatefulSet", V1StatefulSet>;
export type HorizontalPodAutoscaler = Of<
  "autoscaling/v2",
  "HorizontalPodAutoscaler",
  V2HorizontalPodAutoscaler
>;
export type NetworkPolicy = Of<"networking.k8s.io/v1", "NetworkPolicy", V1NetworkPolicy>;
export type Ingress = Of<"networking.k8s.io/v1", "Ingress", V1Ingress>;
export type PodDisruptionBudget = Of<"policy/v1", "PodDisruptionBudget", V1PodDisruptionBudget>;

/** https://external-secrets.io/latest/api/spec/#external-secrets.io/v1.ExternalSecretSpec */
export type ExternalSecret = Of<
  "external-secrets.io/v1",
  "ExternalSecret",
  {
    readonly spec: {
      readonly secretStoreRef: { readonly name: string; readonly kind: string };
      readonly refreshInterval: string;
      readonly target: {
        readonly name: string;
        readonly creationPolicy: "Owner";
        readonly template: {
          readonly engineVersion: "v2";
          readonly mergePolicy: "Replace";
          readonly data: Readonly<Record<string, string>>;
        };
      };
      readonly data: readonly {
        readonly secretKey: string;
        readonly remoteRef: { readonly key: string; readonly property?: string };
      }[];
    };
  }
>;
/** https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec */
export type Certificate = Of<
  "cert-manager.io/v1",
  "Certificate",
  {
    readonly spec: {
      readonly secretName: string;
      readonly issuerRef: { readonly name: string; readonly kind: string; readonly group: string };
      readonly dnsNames: readonly string[];
      readonly duration: string;
      readonly renewBefore: string;
      readonly privateKey: Readonly<Record<"algorithm" | "encoding" | "rotationPolicy", string>> & {
        readonly size: number;
      };
      readonly usages: readonly string[];
    };
  }
>;

/** A plain object as the API server takes it: no Output, no secret. */
export type KubernetesObject =
  | Certificate
  | ConfigMap
  | ExternalSecret
  | Namespace
  | Service
  | ServiceAccount
  | Deployment
  | StatefulSet
  | HorizontalPodAutoscaler
  | NetworkPolicy
  | PodDisruptionBudget
  | Ingress
  | Route
  | BackendTLSPolicy;

type Of<V extends string, K extends string, T> = Omit<
  Plain<T>,
  "apiVersion" | "kind" | "metadata"
> & {
  readonly apiVersion: V;
  readonly kind: K;
  readonly metadata: Plain<V1ObjectMeta> & { readonly name: string };
};

export type Container = Plain<V1Container>;
export type EnvFromSource = Plain<V1EnvFromSource>;
export type EnvVar = Plain<V1EnvVar>;
export type NetworkPolicyIngressRule = Plain<V1NetworkPolicyIngressRule>;
export type NetworkPolicyPeer = Plain<V1NetworkPolicyPeer>;
export type PodSpec = Plain<V1PodSpec>;
export type PodTemplateSpec = Plain<V1PodTemplateSpec>;
export type Probe = Plain<V1Probe>;
export type ServicePort = Plain<V1ServicePort>;
export type Toleration = Plain<V1Toleration>;
export type Volume = Plain<V1Volume>;
export type VolumeMount = Plain<V1VolumeMount>;

/** What the kit uses of the Gateway API. https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/ */
export type Route =
  | Gateway<"HTTPRoute", RouteSpec<{ path: { type: "Exact" | "PathPrefix"; value: string } }>>
  | Gateway<"GRPCRoute", RouteSpec<{ method: { type: "Exact"; service: string } }>>;
export type BackendTLSPolicy = Gateway<
  "BackendTLSPolicy",
  {
    targetRefs: { group: ""; kind: "Service"; name: string; sectionName: string }[];
    validation: {
      caCertificateRefs: { group: ""; kind: "ConfigMap"; name: string }[];
      hostname: string;
    };
  }
>;

type Gateway<K extends string, Spec> = Of<"gateway.networking.k8s.io/v1", K, { spec: Spec }>;

interface RouteSpec<Match> {
  readonly parentRefs: readonly {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly sectionName: string;
  }[];
  readonly hostnames: readonly string[];
  readonly rules: readonly {
    readonly matches: readonly Match[];
    readonly backendRefs: readonly { readonly name: string; readonly port: number }[];
  }[];
}
