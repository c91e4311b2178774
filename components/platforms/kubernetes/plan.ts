import type { WorkloadName } from "../../core/names.ts";
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
  /** Secrets of the stack that something else writes, each to a Secret object of its own. */
  readonly secretSources: Readonly<Record<string, SecretSource>>;
  /** Those that cert-manager asks its issuer for. */
  readonly certificates: readonly IssuedCertificate[];
  /** Where every other secret is read, by its name; undefined: the program makes the Secrets. */
  readonly store?: SecretStore | undefined;
  /** Undefined: nothing is reached from outside. */
  readonly exposure?: ExposurePlan | undefined;
}

export interface IssuedCertificate {
  /** That it is for. */
  readonly workload: WorkloadName;
  /** The Secret that it is written to. */
  readonly object: string;
  readonly issuer: { readonly name: string; readonly kind: string; readonly group: string };
  readonly hosts: readonly string[];
  readonly validDays: number;
  readonly renewBeforeDays: number;
}

export interface SecretStore {
  readonly store: {
    readonly name: string;
    readonly kind: "SecretStore" | "ClusterSecretStore";
  };
  readonly refreshMinutes: number;
  /** Before each secret's name. */
  readonly prefix?: string | undefined;
  /** The one entry that holds all secrets as properties. */
  readonly entry?: string | undefined;
}

/** A key of a Secret object. */
export interface SecretSource {
  readonly object: string;
  readonly key: string;
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Toleration {
  readonly key: string;
  readonly operator: "Equal" | "Exists";
  readonly value?: string | undefined;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute" | undefined;
}
