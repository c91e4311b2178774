import type { KubernetesObject } from "./api.ts";

/** Names of what agents are handed, the same in each of their namespaces. */
export const AGENTS = {
  /** A ConfigMap and, where something in it is secret, a Secret: ready for `envFrom`. */
  environment: "agentobs-agents",
  /** A Secret of files. Apart: `envFrom` would put a private key into the environment. */
  files: "agentobs-agents-files",
  /** A ConfigMap with the authority to trust. */
  trusted: "agentobs-agents-ca",
} as const;

/** What the agents of other namespaces are handed. Those namespaces are there already. */
export interface AgentHandout {
  readonly namespaces: readonly string[];
  readonly objects: readonly KubernetesObject[];
  /** Names of the secrets that `reveal` needs. */
  readonly secrets: readonly string[];
  /** The part of an agent's pod that uses it all, as YAML. */
  readonly snippet: string;
  /** What the objects lack, a sentence each. */
  readonly notes: readonly string[];
  readonly reveal: (values: Readonly<Record<string, string>>) => AgentData;
}

/** Data of the objects that hold values, by the names in `AGENTS`. */
export interface AgentData {
  readonly environment: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly trusted: Readonly<Record<string, string>>;
}
