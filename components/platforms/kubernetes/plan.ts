import type { ExposurePlan } from "./exposure-plan.ts";

/** Every decision about the cluster, as plain values. */
export interface KubernetesPlan {
  /** Context of the kubeconfig; undefined for its current one. */
  readonly context?: string | undefined;
  readonly namespace: string;
  /** Whether volumes outlive what runs on them. */
  readonly protectData: boolean;
  /** Undefined for the cluster's default. */
  readonly storageClass?: string | undefined;
  /** In place of each image's own registry. */
  readonly registry?: string | undefined;
  readonly pullSecrets: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  readonly priorityClass?: string | undefined;
  /** Further ones of every object. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Whose pods may send, and get the environment for it. */
  readonly agentNamespaces: readonly string[];
  /** Whose pods may open what is there for people. */
  readonly operatorNamespaces: readonly string[];
  /** Undefined: nothing is reached from outside. */
  readonly exposure?: ExposurePlan | undefined;
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Toleration {
  readonly key: string;
  readonly operator: "Equal" | "Exists";
  readonly value?: string | undefined;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute" | undefined;
}
